package org.guildhall.admin.stackexchange;

/**
 * Told how far an import is, often; called on the importing thread, so it should return soon. What it throws stops the
 * import.
 */
public interface ImportProgress {

    /** The steps, in order. */
    enum Step {
        /** Posts.xml for the first time: which posts there are. */
        INDEX,
        VOTES,
        /** Posts, history and comments are sorted by thread. */
        SORT,
        MEMBERS,
        THREADS,
        LINKS,
        TOPICS
    }

    /** For those who do not want to know. */
    ImportProgress NONE = (step, done, total) -> {};

    /**
     * Told of a step in between.
     *
     * @param done rows read so far in this step; of {@link Step#THREADS} threads
     * @param total how many there are, 0 if not known
     */
    void at(Step step, long done, long total);
}
