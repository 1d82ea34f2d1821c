package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One command of the administrative API, in a class named as the command. Commands run on a worker thread and may block;
 * the frame has checked who asks.
 */
public interface AdminCommand {
    /** {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}. */
    String method();

    /** The path, with {@code :name} for a segment that the command reads with {@link Call#path}. */
    String path();

    /**
     * Whether the answer is a stream of lines (NDJSON): {@code {"progress": …}} as often as there is something new, at the
     * end {@code {"done": …}} or {@code {"problem": …}}. Otherwise it is one JSON document.
     */
    default boolean streams() {
        return false;
    }

    /**
     * Does it.
     *
     * @return the document to answer with
     * @throws Refusal when it cannot be done as asked; told to the administrator as a problem document
     */
    ObjectNode run(Call call) throws Refusal, InterruptedException;

    /** Called when what {@link #run} returned has been sent, or could not be: for what would end the connection. Quick. */
    default void answered() {}
}
