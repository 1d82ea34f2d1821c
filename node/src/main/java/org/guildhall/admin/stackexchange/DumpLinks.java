package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Link;

/** Links between posts as links between their threads, each once. */
final class DumpLinks {

    private record Pair(int question, int target, Link.Relation relation) {}

    private final PostIndex index;
    private final Findings findings;
    private final Set<Pair> seen = new HashSet<>();

    DumpLinks(PostIndex index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    /** Takes a row of PostLinks.xml. */
    void link(Row row, DumpSink sink) throws IOException {
        int type = row.number("LinkTypeId");
        Optional<Link.Relation> relation = relation(type);
        if (relation.isEmpty()) {
            findings.add(Finding.LINK_OTHER_KIND, "type " + type);
            return;
        }
        int from = row.number("PostId");
        int to = row.number("RelatedPostId");
        int question = index.question(from);
        int target = index.question(to);
        if (question < 0 || target < 0) {
            String lost =
                    question < 0 && target < 0 ? "neither is there" : (question < 0 ? from : to) + " is not there";
            findings.add(Finding.LINK_DANGLING, from + " " + relation.get().label() + " " + to + ": " + lost);
        } else if (question == target) {
            findings.add(Finding.LINK_TO_ITSELF, Integer.toString(question));
        } else if (seen.add(new Pair(question, target, relation.get()))) {
            sink.link(new DumpSink.ThreadLink(question, target, relation.get(), row.time("CreationDate")));
        }
    }

    private static Optional<Link.Relation> relation(int type) {
        return switch (type) {
            case 1 -> Optional.of(Link.Relation.SEE_ALSO);
            case 3 -> Optional.of(Link.Relation.DUPLICATE_OF);
            default -> Optional.empty();
        };
    }
}
