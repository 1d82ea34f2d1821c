package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.guildhall.conformance.vectors.SampleTestimonies.ACCEPT;
import static org.guildhall.conformance.vectors.SampleTestimonies.ANSWER;
import static org.guildhall.conformance.vectors.SampleTestimonies.ATTESTATION;
import static org.guildhall.conformance.vectors.SampleTestimonies.MEMBER;
import static org.guildhall.conformance.vectors.SampleTestimonies.QUESTION;
import static org.guildhall.conformance.vectors.SampleTestimonies.TALLY;
import static org.guildhall.conformance.vectors.SampleTestimonies.TALLY_OF_OTHER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Credential;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;

/** Suite {@code credential}: a member of home answered another member of home, and other's members voted, too. */
final class CredentialVectors {
    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final SampleTestimonies samples;

    CredentialVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.samples = new SampleTestimonies(home, other);
    }

    void add() {
        valid();
        proofs();
        words();
        testimonies();
        belonging();
    }

    private void valid() {
        good("answer", "An accepted answer, two tallies, and a witness.", samples.answer());
        good(
                "without-question",
                "The question is left out.",
                samples.testimony(true, MEMBER, ANSWER, TALLY, TALLY_OF_OTHER, ACCEPT));
        good(
                "voted",
                "Voted on by home's members, not accepted.",
                samples.testimony(false, MEMBER, QUESTION, ANSWER, TALLY));
        good("standing", "What home attests.", samples.testimony(false, MEMBER, ATTESTATION));
        SampleLog there = samples.there();
        ObjectNode two = samples.testimony(false, MEMBER, QUESTION, ANSWER);
        two.withArray("logs").add(SampleTestimonies.inLog(there, List.of(1), there.checkpoint()));
        two.withArray("nodes").addArray().add(samples.witness.json());
        good("two-logs", "The tally of other is in other's log.", two);
    }

    private void proofs() {
        ObjectNode unsigned = samples.unsigned(samples.answer());
        String text = new String(samples.signed(unsigned), UTF_8);
        bad(
                "space",
                "A space that nobody signed.",
                "OQX-CRE-001",
                (text + " ").getBytes(UTF_8),
                "malformed",
                "not-canonical");
        bad(
                "indented",
                "Another spelling.",
                "OQX-CRE-001",
                text.replace("\"id\":", "\"id\": ").getBytes(UTF_8),
                "not-canonical");
        bad(
                "text-changed",
                "One word changed.",
                "OQX-CRE-012",
                text.replace("3 up", "9 up").getBytes(UTF_8),
                "bad-signature");
        ObjectNode without = Credential.sign(unsigned, home.signing());
        without.withObject("/proof").remove("@context");
        bad(
                "proof-without-context",
                "The proof does not repeat @context.",
                "OQX-CRE-012",
                Jcs.bytes(without),
                "bad-proof");
        ObjectNode other = Credential.sign(unsigned, home.signing());
        other.withArray("@context").remove(1);
        bad("another-context", "@context is signed, too.", "OQX-CRE-012", Jcs.bytes(other), "bad-proof");
        bad("no-proof", "Nobody signed it.", "OQX-CRE-012", Jcs.bytes(unsigned), "bad-proof");
        bad(
                "by-identity-key",
                "Signed by a key that home does not list as a signing key.",
                "OQX-CRE-032",
                Jcs.bytes(Credential.sign(
                        SampleTestimonies.unsigned(samples.answer(), home.identity()), home.identity())),
                "key-unknown");
        set.invalid(
                "credential/too-large",
                "Longer than the limit.",
                List.of("OQX-CRE-002", "OQX-LIM-090"),
                VectorSet.input(Wire.filled(text + "#", "#", " ", 262_144)),
                "too-large");
    }

    private void words() {
        changed("better-name", "OQX-CRE-040", "Other words over the same records.", json -> json.put("name", "Expert"));
        changed(
                "another-member",
                "OQX-CRE-010",
                "The achievement of another.",
                json -> ((ObjectNode) json.at("/credentialSubject/identifier/0"))
                        .put("identityHash", "urn:oqx:member:" + home.node() + ":" + SampleNode.uuid("anna")));
        changed(
                "valid-until",
                "OQX-CRE-013",
                "A member that is not defined.",
                json -> json.put("validUntil", SampleNode.time(1000)));
        changed(
                "subject-id",
                "OQX-CRE-014",
                "A key that the Member record does not name.",
                json -> json.withObject("/credentialSubject")
                        .put("id", home.signing().did()));
        changed(
                "seconds",
                "OQX-CRE-010",
                "A time in another spelling.",
                json -> json.put("validFrom", "2026-11-21T20:01:40Z"));
        changed(
                "issuer-name",
                "OQX-CRE-010",
                "Not its name.",
                json -> json.withObject("/issuer").put("name", "The other"));
    }

    private void changed(String name, String requirement, String comment, Consumer<ObjectNode> change) {
        ObjectNode json = samples.unsigned(samples.answer());
        change.accept(json);
        bad(name, comment, requirement, samples.signed(json), "credential", "malformed");
    }

    private void testimonies() {
        ObjectNode entry = samples.answer();
        ((ObjectNode) entry.at("/logs/0/records/1")).put("time", samples.log.nextTime());
        refused("another-time", "The entry has another time.", "OQX-CRE-023", entry, "root-mismatch");
        ObjectNode index = samples.answer();
        ((ObjectNode) index.at("/logs/0/records/2")).put("index", 5);
        refused("another-index", "Not at this index.", "OQX-CRE-023", index, "root-mismatch");
        ObjectNode more = samples.answer();
        ObjectNode first = (ObjectNode) more.at("/logs/0");
        first.put("hashes", first.path("hashes").asText() + Hashes.base64Url(new byte[32]));
        refused("hash-left", "A hash that nobody needs.", "OQX-CRE-023", more, "root-mismatch", "credential");
        ObjectNode line = samples.answer();
        line.withArray("nodes").remove(1);
        refused(
                "key-unknown",
                "A record of a node whose Node records are missing.",
                "OQX-CRE-024",
                line,
                "key-unknown");
        ObjectNode unknownLine = samples.testimony(true, MEMBER, ATTESTATION);
        unknownLine.withArray("nodes").remove(1);
        refused("unknown-line", "A cosignature by nobody in it.", "OQX-CRE-024", unknownLine, "credential");
        ObjectNode member = samples.answer().put("more", 1);
        refused("more", "A member that is not defined.", "OQX-CRE-021", member, "credential");
        ObjectNode foreign = samples.answer();
        ((ObjectNode) foreign.at("/logs/0"))
                .put("checkpoint", new String(samples.log.checkpoint(other.signing()), UTF_8));
        refused("checkpoint-key", "A checkpoint that home did not sign.", "OQX-CRE-024", foreign, "checkpoint-key");
        ObjectNode json = samples.unsigned(samples.answer());
        byte[] zlib = Bytes.join(SampleTestimonies.stored(Jcs.bytes(samples.answer())), new byte[1]);
        ((ObjectNode) json.at("/evidence/0")).put("id", Credential.uri(zlib));
        bad(
                "packed-more",
                "Something behind the end of the packed testimony.",
                "OQX-CRE-020",
                samples.signed(json),
                "credential");
        packed("packed-unpadded", "Base64 without padding.", "==", "");
        packed("packed-spelling", "Base64 of the same bytes with other bits where there are none.", "Q==", "R==");
        ObjectNode huge = samples.unsigned(samples.answer());
        ((ObjectNode) huge.at("/evidence/0")).put("id", "https://home.example/evidence");
        bad(
                "evidence-elsewhere",
                "Evidence that would have to be fetched.",
                "OQX-CRE-020",
                samples.signed(huge),
                "credential");
    }

    private void packed(String name, String comment, String end, String other) {
        ObjectNode json = samples.unsigned(samples.answer());
        ObjectNode evidence = (ObjectNode) json.at("/evidence/0");
        String uri = evidence.path("id").asText();
        if (!uri.endsWith(end)) {
            throw new IllegalStateException("the vector needs evidence that ends with " + end);
        }
        evidence.put("id", uri.substring(0, uri.length() - end.length()) + other);
        bad(name, comment, "OQX-CRE-020", samples.signed(json), "credential");
    }

    private void belonging() {
        refused(
                "nothing-said",
                "Neither accepted nor voted on.",
                "OQX-CRE-030",
                samples.testimony(false, MEMBER, QUESTION, ANSWER),
                "credential");
        refused(
                "idle-record",
                "A record that is about something else.",
                "OQX-CRE-030",
                samples.testimony(false, MEMBER, ANSWER, TALLY, ATTESTATION),
                "credential");
        refused(
                "no-member",
                "Whose answer?",
                "OQX-CRE-030",
                samples.testimony(false, QUESTION, ANSWER, TALLY),
                "credential");
        refused("role", "A role is no standing.", "OQX-CRE-031", samples.testimony(false, MEMBER, 10), "credential");
        SampleLog own = new SampleLog(home);
        own.own(home.introduction());
        own.own(home.member("ben", 1));
        own.own(home.question("question", 1, "ben", 2));
        own.own(home.answer("answer", 1, "ben", home.ref("question"), "It was the valve.", 30));
        own.own(home.accept(home.ref("question"), home.ref("answer"), 1, 60));
        ObjectNode self = SampleTestimonies.testimony(samples.introductions, List.of());
        self.withArray("logs").add(SampleTestimonies.inLog(own, List.of(1, 2, 3, 4), own.checkpoint()));
        refused("own-question", "Accepted by its own author.", "OQX-CRE-030", self, "credential");
        SampleLog restricted = new SampleLog(home);
        restricted.own(home.introduction().put("audience", "peers"));
        restricted.own(home.member("ben", 1).put("audience", "peers"));
        ObjectNode said = home.standing(home.ref("ben"), "hydraulics", 70).put("audience", "peers");
        SampleTestimonies.period(said, 226, 1, 1, 1, 0);
        restricted.own(said);
        ObjectNode peers = SampleTestimonies.testimony(
                List.of(home.record(home.introduction().put("audience", "peers"))), List.of());
        peers.withArray("logs").add(SampleTestimonies.inLog(restricted, List.of(1, 2), restricted.checkpoint()));
        refused("for-peers", "Records that are for peers only.", "OQX-CRE-024", peers, "audience");
    }

    private void good(String name, String comment, ObjectNode testimony) {
        List<String> requirements = List.of(
                "OQX-CRE-010",
                "OQX-CRE-021",
                "OQX-CRE-022",
                "OQX-CRE-030",
                "OQX-CRE-040",
                "OQX-CRE-041",
                "OQX-CRE-042");
        set.valid(
                "credential/" + name,
                comment,
                requirements,
                VectorSet.input(samples.signed(samples.unsigned(testimony))));
    }

    private void refused(
            String name, String comment, String requirement, ObjectNode testimony, String code, String... or) {
        // What testifies to nothing has no words of its own; it is refused before they are looked at.
        ObjectNode json = samples.unsigned(samples.answer());
        ((ObjectNode) json.at("/evidence/0")).put("id", Credential.uri(SampleTestimonies.stored(Jcs.bytes(testimony))));
        bad(name, comment, requirement, samples.signed(json), code, or);
    }

    private void bad(String name, String comment, String requirement, byte[] bytes, String code, String... or) {
        set.invalid("credential/" + name, comment, List.of(requirement), VectorSet.input(bytes), code, or);
    }
}
