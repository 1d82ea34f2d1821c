package org.guildhall.conformance.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SignedRecord;

/** What a publisher must see to in its log (chapters 03 §3 and 05 §1), beyond what makes a follower quarantine. */
final class PublisherRules {
    private static final Set<String> DEFINED = Set.of(
            "oqx",
            "kind",
            "node",
            "id",
            "revision",
            "dateCreated",
            "audience",
            "nonce",
            "proof",
            "name",
            "identityKey",
            "nextIdentity",
            "signingKeys",
            "cosigningKey",
            "continues",
            "addresses",
            "contact",
            "license",
            "description",
            "handle",
            "affiliation",
            "roles",
            "url",
            "source",
            "author",
            "text",
            "keywords",
            "inLanguage",
            "datePublished",
            "thread",
            "parent",
            "about",
            "verdict",
            "ofRevision",
            "ofDigest",
            "ofKind",
            "ofDate",
            "payloads",
            "label",
            "state",
            "code",
            "reason",
            "counts",
            "target",
            "targetUrl",
            "relation");

    private final String node;
    private final Report report;
    private final Set<String> members = new HashSet<>();
    private final Set<String> digests = new HashSet<>();
    private final Map<Ref, Integer> revisions = new HashMap<>();
    private final Map<String, List<String>> broken = new HashMap<>();

    PublisherRules(String node, Report report) {
        this.node = node;
        this.report = report;
    }

    /** Judges a whole log by its frames and the outcomes a follower found for them. */
    void check(List<Frame> frames, List<String> outcomes) {
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            String outcome = outcomes.get(i);
            require(!outcome.equals("duplicate"), "OQX-LOG-021", i, "a digest that the log has already");
            require(Set.of("taken", "hole", "duplicate").contains(outcome), "OQX-LOG-024", i, outcome);
            if (outcome.equals("taken")) {
                try {
                    judge(i, SignedRecord.read(frame.payload().orElseThrow()));
                } catch (Fault e) {
                    throw new IllegalStateException("taken, and yet no record", e);
                }
            }
            if (frame.entry().kind() == 2) {
                members.add(Bytes.hex(frame.entry().objectKey()));
            }
            digests.add(Hashes.base64Url(frame.entry().digest()));
        }
        say("OQX-LOG-021", "no digest twice");
        say("OQX-LOG-024", "every record is one that a follower takes");
        say("OQX-LOG-022", "own revisions in order and without gaps");
        say("OQX-LOG-023", "own members are introduced before they write");
        say("OQX-INC-003", "other nodes' members are included before what they wrote");
        say("OQX-INC-021", "what a verdict takes was included before it");
        say("OQX-REC-012", "no members that the specification does not define");
        say("OQX-REC-056", "imported objects have the id that follows from their source");
    }

    private void judge(int index, SignedRecord record) throws Fault {
        boolean own = record.node().equals(node);
        if (own) {
            int before = revisions.getOrDefault(record.object(), 0);
            require(
                    record.revision() == before + 1,
                    "OQX-LOG-022",
                    index,
                    "revision " + record.revision() + " after " + before);
            revisions.merge(record.object(), record.revision(), Math::max);
        }
        JsonNode author = record.json().path("author");
        if (author.isTextual()) {
            String key = Bytes.hex(new Ref(record.node(), author.textValue()).key());
            require(
                    members.contains(key),
                    own ? "OQX-LOG-023" : "OQX-INC-003",
                    index,
                    "member " + author.textValue() + " is not there");
        }
        if (record.kind().equals("Verdict")
                && record.json().path("verdict").textValue().equals("taken")) {
            String digest = record.json().path("ofDigest").textValue();
            require(digests.contains(digest), "OQX-INC-021", index, "digest " + digest + " is not there");
        }
        Set<String> undefined = new TreeSet<>();
        record.json().fieldNames().forEachRemaining(undefined::add);
        undefined.removeIf(name -> DEFINED.contains(name) || name.contains(":"));
        require(!own || undefined.isEmpty(), "OQX-REC-012", index, undefined.toString());
        checkSource(index, record);
    }

    private void checkSource(int index, SignedRecord record) {
        JsonNode source = record.json().path("source");
        if (source.isObject()) {
            String what = switch (record.kind()) {
                case "Member" -> "user";
                case "Comment" -> "comment";
                default -> "post";
            };
            String id = Ref.nameBased(
                    "import",
                    record.node(),
                    source.path("site").textValue(),
                    what,
                    source.path("id").textValue());
            require(id.equals(record.object().id()), "OQX-REC-056", index, "the id should be " + id);
        }
    }

    private void require(boolean kept, String requirement, int index, String detail) {
        if (!kept) {
            broken.computeIfAbsent(requirement, r -> new ArrayList<>()).add("entry " + index + ": " + detail);
        }
    }

    private void say(String requirement, String what) {
        List<String> places = broken.getOrDefault(requirement, List.of());
        String detail = places.size() + " times, first " + (places.isEmpty() ? "" : places.get(0));
        report.check(requirement, what, places.isEmpty(), detail);
    }
}
