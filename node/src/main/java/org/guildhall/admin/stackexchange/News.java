package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Post;
import org.guildhall.record.Question;

/**
 * What a dump has of a post that is not here yet. Of a post that was imported before, the revisions that are younger than
 * the youngest imported one; and if none is, but the newest says something else all the same (merged tags, a comment, a
 * dump without history), that one.
 *
 * @param revisions to be published, in order
 * @param editedHereToo somebody changed the post here as well, and that is no longer the newest
 */
record News(List<Body> revisions, boolean editedHereToo) {

    /**
     * Compares.
     *
     * @param stored all revisions that are here, oldest first
     * @param wanted the dump's revisions, at least one
     * @param touched when the dump says that the post was changed last
     */
    static News of(List<Body> stored, List<Body> wanted, Instant touched) {
        if (stored.isEmpty()) {
            return new News(wanted, false);
        }
        Body imported = lastImported(stored);
        Body newest = wanted.get(wanted.size() - 1);
        List<Body> revisions = new ArrayList<>();
        Instant known = date(imported).orElse(Instant.EPOCH);
        Body before = imported;
        for (Body revision : wanted) {
            if (date(revision).orElse(Instant.EPOCH).isAfter(known) && !says(before, revision)) {
                revisions.add(revision);
                before = revision;
            }
        }
        if (revisions.isEmpty() && !says(imported, newest)) {
            Instant date = date(newest).orElse(touched);
            revisions.add(touched.isAfter(date) ? dated(newest, touched) : newest);
        }
        boolean here = date(stored.get(stored.size() - 1)).isEmpty();
        return new News(List.copyOf(revisions), here && !revisions.isEmpty());
    }

    /** What is edited here has no date of publication elsewhere. */
    private static Body lastImported(List<Body> stored) {
        for (int i = stored.size() - 1; i >= 0; i--) {
            if (date(stored.get(i)).isPresent()) {
                return stored.get(i);
            }
        }
        return stored.get(0);
    }

    private static Optional<Instant> date(Body body) {
        return body instanceof Post post ? post.origin().datePublished() : Optional.empty();
    }

    /** Whether two revisions are the same but for their dates. */
    private static boolean says(Body one, Body other) {
        return dated(one, Instant.EPOCH).equals(dated(other, Instant.EPOCH));
    }

    private static Body dated(Body body, Instant date) {
        if (body instanceof Question it) {
            return new Question(
                    it.author(), it.name(), it.text(), it.keywords(), it.language(), it.licence(), at(it, date));
        } else if (body instanceof Answer it) {
            return new Answer(it.author(), it.thread(), it.text(), it.language(), it.licence(), at(it, date));
        } else if (body instanceof Comment it) {
            return new Comment(
                    it.author(), it.thread(), it.parent(), it.text(), it.inLanguage(), it.license(), at(it, date));
        }
        return body;
    }

    private static Post.Origin at(Post post, Instant date) {
        return new Post.Origin(post.origin().source(), Optional.of(date));
    }
}
