package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question with everything that belongs to it, in Markdown and under our rules, but not yet ours.
 *
 * @param accepted the number of the accepted answer, which is one of {@code answers}
 */
record DumpThread(Post question, List<Post> answers, Optional<Integer> accepted) {

    /**
     * A question or answer.
     *
     * @param revisions at least one, the last as it is now
     * @param touched when it was last edited or, if never, written
     * @param comments by age
     */
    record Post(int id, Author author, List<Revision> revisions, Instant touched, Votes votes, List<Comment> comments) {

        Revision newest() {
            return revisions.get(revisions.size() - 1);
        }
    }

    /** One state of a text; an answer has an empty title and no tags. */
    record Revision(Instant time, String title, List<String> tags, String text, String license) {}

    record Comment(int id, Author author, Instant time, String text, String license, int up) {}

    /** Counted votes, none below 0. */
    record Votes(int up, int down) {}
}
