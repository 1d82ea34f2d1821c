package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.time.Instant;
import org.guildhall.record.Link;

/** Takes what a dump holds, in this order: members, threads, links, topics. */
interface DumpSink {

    /** Somebody who wrote something; a name has 1 to 80 code points. */
    record Member(Author author, String name) {}

    /** From one question to another, both in the dump. */
    record ThreadLink(int question, int target, Link.Relation relation, Instant time) {}

    /** A tag's description in Markdown: its excerpt, and its wiki below. */
    record Topic(String tag, String description) {}

    void member(Member member) throws IOException;

    void thread(DumpThread thread) throws IOException;

    void link(ThreadLink link) throws IOException;

    void topic(Topic topic) throws IOException;
}
