package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;

/** A node of the vectors: every key, UUID and nonce follows from a label, so the vectors come out the same each time. */
final class SampleNode {
    static final Instant BEGIN = Instant.parse("2026-11-21T20:00:00Z");
    private static final String NIL = "00000000-0000-0000-0000-000000000000";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String label;
    private final String address;
    private final SecretKey identity;
    private final SecretKey nextIdentity;
    private final SecretKey signing;

    SampleNode(String label, String address) {
        this.label = label;
        this.address = address;
        this.identity = key(label + " identity");
        this.nextIdentity = key(label + " next identity");
        this.signing = key(label + " signing");
    }

    static SecretKey key(String label) {
        return new SecretKey(Hashes.sha256("oqx vector key: " + label));
    }

    static String uuid(String label) {
        byte[] hash = Hashes.sha256("oqx vector uuid: " + label);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        String hex = Bytes.hex(Arrays.copyOf(hash, 16));
        return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"))
                .toString();
    }

    static String time(int secondsFromBegin) {
        return TIME.format(BEGIN.plusSeconds(secondsFromBegin));
    }

    SecretKey identity() {
        return identity;
    }

    SecretKey nextIdentity() {
        return nextIdentity;
    }

    SecretKey signing() {
        return signing;
    }

    String node() {
        return identity().did();
    }

    String address() {
        return address;
    }

    Ref ref(String objectLabel) {
        return new Ref(node(), uuid(objectLabel));
    }

    static ObjectNode json(Ref ref) {
        return JsonNodeFactory.instance.objectNode().put("node", ref.node()).put("id", ref.id());
    }

    /** The members that every record has, but the proof. */
    ObjectNode head(String kind, String id, int revision, int seconds) {
        String nonce = String.join("/", "oqx vector nonce: " + label, kind, id, "" + revision, "" + seconds);
        return JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("kind", kind)
                .put("node", node())
                .put("id", id)
                .put("revision", revision)
                .put("dateCreated", time(seconds))
                .put("audience", "public")
                .put("nonce", Hashes.base64Url(Arrays.copyOf(Hashes.sha256(nonce), 16)));
    }

    /** Revision 1 with the default keys. */
    ObjectNode introduction() {
        return introduction(1, identity(), nextIdentity(), List.of(signing()));
    }

    ObjectNode introduction(int revision, SecretKey identity, SecretKey next, List<SecretKey> signing) {
        ObjectNode json = head("Node", NIL, revision, revision)
                .put("name", "The " + label)
                .put("identityKey", identity.multikey())
                .put("nextIdentity", Hashes.base64Url(Hashes.sha256(next.publicKey())));
        signing.forEach(key -> json.withArray("signingKeys").addObject().put("key", key.multikey()));
        json.withArray("addresses").add(address);
        return json;
    }

    /** A Node record that goes on from {@code size} entries, with the old signing keys revoked from there on and a new one. */
    ObjectNode continuing(int revision, long size, byte[] root, SecretKey fresh, SecretKey... old) {
        ObjectNode json = introduction(revision, identity(), nextIdentity(), List.of(fresh));
        for (SecretKey key : old) {
            json.withArray("signingKeys").addObject().put("key", key.multikey()).put("revokedAt", size);
        }
        json.putObject("continues").put("size", size).put("root", Hashes.base64Url(root));
        return json;
    }

    ObjectNode member(String memberLabel, int seconds) {
        return head("Member", uuid(memberLabel), 1, seconds)
                .put("handle", memberLabel)
                .put("name", "Member " + memberLabel);
    }

    ObjectNode question(String questionLabel, int revision, String author, int seconds) {
        ObjectNode json = head("Question", uuid(questionLabel), revision, seconds)
                .put("author", uuid(author))
                .put("name", "Why does the boom drift under load?")
                .put("text", "The **main boom** of our pump sinks by 2 cm a minute. Seals are new.")
                .put("inLanguage", "en")
                .put("license", "CC-BY-SA-4.0");
        json.putArray("keywords").add("concrete-pumps").add("hydraulics");
        return json;
    }

    ObjectNode answer(String answerLabel, int revision, String author, Ref thread, String text, int seconds) {
        ObjectNode json = head("Answer", uuid(answerLabel), revision, seconds)
                .put("author", uuid(author))
                .put("text", text)
                .put("inLanguage", "en")
                .put("license", "CC-BY-SA-4.0");
        json.set("thread", json(thread));
        return json;
    }

    ObjectNode comment(String commentLabel, String author, Ref thread, Ref parent, String text, int seconds) {
        ObjectNode json = head("Comment", uuid(commentLabel), 1, seconds)
                .put("author", uuid(author))
                .put("text", text);
        json.set("thread", json(thread));
        json.set("parent", json(parent));
        return json;
    }

    ObjectNode accept(Ref thread, Ref about, int revision, int seconds) {
        String id = Ref.nameBased("accept", node(), thread.node(), thread.id());
        ObjectNode json = head("Accept", id, revision, seconds);
        json.set("thread", json(thread));
        json.set("about", json(about));
        return json;
    }

    ObjectNode verdict(Ref thread, SignedRecord about, String verdict, int revision, int seconds) {
        Ref object = about.object();
        String id = Ref.nameBased("verdict", node(), object.node(), object.id());
        ObjectNode json = head("Verdict", id, revision, seconds)
                .put("verdict", verdict)
                .put("ofRevision", about.revision())
                .put("ofDigest", Hashes.base64Url(about.digest()));
        json.set("thread", json(thread));
        json.set("about", json(object));
        return json;
    }

    /** A tally without counts; {@link #count} adds them. */
    ObjectNode tally(Ref thread, int revision, int seconds) {
        String id = Ref.nameBased("tally", node(), thread.node(), thread.id());
        ObjectNode json = head("Tally", id, revision, seconds);
        json.set("thread", json(thread));
        json.putArray("counts");
        return json;
    }

    static ObjectNode count(ObjectNode tally, Ref about, long up, long down) {
        tally.withArray("counts")
                .add(JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set("about", json(about))
                        .put("up", up)
                        .put("down", down));
        return tally;
    }

    ObjectNode link(Ref about, String relation, Ref target, int seconds) {
        String id = Ref.nameBased("link", node(), about.id(), relation, target.node(), target.id());
        ObjectNode json = head("Link", id, 1, seconds).put("relation", relation);
        json.set("about", json(about));
        json.set("target", json(target));
        return json;
    }

    ObjectNode label(Ref about, Ref thread, String label, int revision, int seconds) {
        String id = Ref.nameBased("label", node(), about.node(), about.id(), label);
        ObjectNode json =
                head("Label", id, revision, seconds).put("label", label).put("state", "on");
        json.set("about", json(about));
        json.set("thread", json(thread));
        return json;
    }

    /** What came of a member's answers in a topic; {@code periods} are to be added. */
    ObjectNode standing(Ref about, String topic, int seconds) {
        String id = Ref.nameBased("attestation", node(), about.node(), about.id(), "standing", topic);
        ObjectNode json = attestation(id, about, seconds);
        json.putObject("standing")
                .put("topic", topic)
                .put("asOf", time(seconds))
                .putArray("periods");
        return json;
    }

    ObjectNode role(Ref about, String name, int seconds) {
        String id = Ref.nameBased("attestation", node(), about.node(), about.id(), "role", name);
        ObjectNode json = attestation(id, about, seconds);
        json.putObject("role").put("name", name);
        return json;
    }

    private ObjectNode attestation(String id, Ref about, int seconds) {
        ObjectNode json = head("Attestation", id, 1, seconds).put("state", "on");
        json.set("about", json(about));
        return json;
    }

    /** Of an answer of this node. */
    ObjectNode erase(Ref about, Ref thread, int seconds) {
        return gone(head("Erase", Ref.nameBased("erase", node(), about.id()), 1, seconds), about, thread);
    }

    /** Of an answer of any node. */
    ObjectNode drop(Ref about, Ref thread, int seconds) {
        String id = Ref.nameBased("drop", node(), about.node(), about.id());
        return gone(head("Drop", id, 1, seconds), about, thread).put("code", "legal");
    }

    private static ObjectNode gone(ObjectNode json, Ref about, Ref thread) {
        json.put("ofKind", "Answer").put("ofDate", time(30));
        json.set("about", json(about));
        json.set("thread", json(thread));
        return json;
    }

    ObjectNode receipt(Ref erase, int payloads, int seconds) {
        String id = Ref.nameBased("receipt", node(), erase.node(), erase.id());
        ObjectNode json = head("Receipt", id, 1, seconds).put("payloads", payloads);
        json.set("about", json(erase));
        return json;
    }

    /** The published bytes, signed by the key a record of this kind is signed by, whatever else may be wrong with it. */
    byte[] publish(ObjectNode unsigned) {
        boolean introduces = unsigned.path("kind").asText().equals("Node");
        return publish(unsigned, introduces ? identity() : signing());
    }

    static byte[] publish(ObjectNode unsigned, SecretKey key) {
        return Jcs.bytes(Proof.sign(unsigned, key));
    }

    /** As {@link #publish}, read again; for what is meant to be a record. */
    SignedRecord record(ObjectNode unsigned) {
        return read(publish(unsigned));
    }

    static SignedRecord read(byte[] published) {
        try {
            return SignedRecord.read(published);
        } catch (Fault e) {
            throw new IllegalStateException("a sample must be a record: " + e.described(), e);
        }
    }
}
