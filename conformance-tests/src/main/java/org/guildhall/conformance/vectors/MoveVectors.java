package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;

/** Suite {@code move}: a member of other says to be a member of home now. */
final class MoveVectors {
    private static final int MADE = 100;

    private final VectorSet set;
    private final Ref from;
    private final Ref to;
    private final Ref stranger;
    private final SecretKey key = SampleNode.key("other next identity");

    MoveVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.from = other.ref("bert");
        this.to = home.ref("anna");
        this.stranger = home.ref("carl");
    }

    void add() {
        valid("good", "The member's own word, handed in by whom it names.", "OQX-STA-081", statement(), to, MADE + 60);
        valid("last-moment", "Seven days old.", "OQX-STA-083 OQX-LIM-093", statement(), to, MADE + 7 * 86_400);
        valid("clocks-differ", "Ten minutes ahead.", "OQX-STA-083 OQX-LIM-093", statement(), to, MADE - 600);
        refused("replayed", "Handed in by another member.", "OQX-STA-083", statement(), stranger, MADE, "move");
        refused(
                "too-old",
                "More than seven days old.",
                "OQX-STA-083 OQX-LIM-093",
                statement(),
                to,
                MADE + 7 * 86_400 + 1,
                "move");
        refused(
                "from-the-future",
                "More than ten minutes ahead.",
                "OQX-STA-083 OQX-LIM-093",
                statement(),
                to,
                MADE - 601,
                "move");
        refused(
                "of-another",
                "About another member than the credential.",
                "OQX-STA-083",
                statement(stranger, to),
                to,
                MADE,
                "move");
        refused("to-itself", "To where it comes from.", "OQX-STA-083", statement(from, from), from, MADE, "move");
        refused(
                "another-key",
                "Signed with a key that the member's record does not name.",
                "OQX-STA-082",
                Proof.sign(statement(), SampleNode.key("other identity")),
                to,
                MADE,
                "move");
        ObjectNode changed = Proof.sign(statement(), key);
        changed.set("to", SampleNode.json(stranger));
        refused("changed", "Another member put in.", "OQX-STA-082", changed, stranger, MADE, "bad-signature");
        refused(
                "more",
                "A member that nobody asked for.",
                "OQX-STA-081",
                statement().put("note", "mine"),
                to,
                MADE,
                "malformed");
        refused(
                "other-statement",
                "Another statement.",
                "OQX-STA-081",
                statement().put("statement", "loan"),
                to,
                MADE,
                "malformed");
    }

    private ObjectNode statement() {
        return statement(from, to);
    }

    private static ObjectNode statement(Ref from, Ref to) {
        ObjectNode json =
                VectorSet.input().put("oqx", 1).put("statement", "move").put("created", SampleNode.time(MADE));
        json.set("from", SampleNode.json(from));
        json.set("to", SampleNode.json(to));
        return json;
    }

    private ObjectNode input(ObjectNode statement, Ref member, int now) {
        ObjectNode signed = statement.has("proof") ? statement : Proof.sign(statement, key);
        ObjectNode input =
                VectorSet.input(Jcs.bytes(signed)).put("key", key.multikey()).put("now", SampleNode.time(now));
        input.set("about", SampleNode.json(from));
        input.set("member", SampleNode.json(member));
        return input;
    }

    private void valid(String name, String comment, String requirements, ObjectNode statement, Ref member, int now) {
        set.valid("move/" + name, comment, List.of(requirements.split(" ", -1)), input(statement, member, now));
    }

    private void refused(
            String name, String comment, String requirements, ObjectNode statement, Ref member, int now, String code) {
        set.invalid("move/" + name, comment, List.of(requirements.split(" ", -1)), input(statement, member, now), code);
    }
}
