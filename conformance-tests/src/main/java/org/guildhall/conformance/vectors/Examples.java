package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.LogFollower;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.RequestSignature;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Standing;
import org.guildhall.conformance.oqx.Tail;
import org.guildhall.conformance.oqx.TilePath;
import org.guildhall.conformance.oqx.Tree;

/** The worked examples of the chapters, in Markdown, by their names. */
final class Examples {
    private final SampleNode home = VectorFiles.home();
    private final SampleNode other = VectorFiles.other();
    private final SampleNode hub = VectorFiles.hub();
    private final SampleLog log = new FollowVectors(new VectorSet(), home, other).storyLog();
    private final SignedRecord question = SampleNode.read(payload(2));

    private Examples() {}

    static Map<String, String> all() {
        try {
            return new Examples().texts();
        } catch (Fault e) {
            throw new IllegalStateException(e.described(), e);
        }
    }

    private Map<String, String> texts() throws Fault {
        Map<String, String> texts = new TreeMap<>();
        texts.put("named-id", namedId());
        texts.put("object-key", objectKey());
        texts.put("question", question());
        texts.put("signing", signing());
        texts.put("entry", entry());
        texts.put("roots", roots());
        texts.put("checkpoint", block(new String(log.checkpoint(), UTF_8)));
        texts.put("frame", frame());
        texts.put("tile-paths", tilePaths());
        texts.put("tail", tail());
        texts.put("story", story());
        texts.put("hub", hub());
        texts.put("discovery", block(new String(log.discovery(), UTF_8) + "\n"));
        texts.put("fingerprint", row("node", home.node(), "fingerprint", Peering.fingerprint(home.node())));
        texts.put("invitation", invitation());
        texts.put("request", request());
        texts.put("problem", problem());
        texts.put("standing", standing());
        return texts;
    }

    private byte[] payload(int index) {
        return log.frame(index).payload().orElseThrow();
    }

    private String namedId() {
        Ref thread = question.object();
        String id = Ref.nameBased("accept", home.node(), thread.node(), thread.id());
        return "Example: the `Accept` of a thread. The name, and the UUID:\n\n"
                + block("oqx:accept\n" + home.node() + "\n" + thread.node() + "\n" + thread.id() + "\n")
                + "\n"
                + block(id + "\n");
    }

    private String objectKey() throws Fault {
        Ref object = question.object();
        return row(
                "node", object.node(),
                "UUID", object.id(),
                "K", Bytes.hex(home.identity().publicKey()),
                "U", object.id().replace("-", ""),
                "object key", Bytes.hex(object.key()),
                "as text", Hashes.base64Url(object.key()));
    }

    private String question() throws Fault {
        return block(new String(question.published(), UTF_8) + "\n")
                + "\n"
                + row(
                        "length", question.published().length + " bytes",
                        "digest", Bytes.hex(question.digest()),
                        "digest as text", Hashes.base64Url(question.digest()),
                        "object key, and here also thread key",
                                Bytes.hex(question.object().key()));
    }

    private String signing() {
        SecretKey key = home.signing();
        Proof proof = question.proof();
        ObjectNode unsigned = question.json().deepCopy();
        unsigned.remove("proof");
        return "Example: the question of chapter 01 §8. The key, from the published seed of the label \"home signing\":\n\n"
                + row(
                        "seed", Bytes.hex(key.seed()),
                        "public key", Bytes.hex(key.publicKey()),
                        "multikey", key.multikey(),
                        "verification method", Multikey.verificationMethod(key.multikey()))
                + "\nThe proof without `proofValue`, and the record without `proof`:\n\n"
                + block(Jcs.text(Proof.options(key.multikey())) + "\n" + Jcs.text(unsigned) + "\n")
                + "\n"
                + row(
                        "SHA-256 of the first", Bytes.hex(proof.proofHash()),
                        "SHA-256 of the second", Bytes.hex(proof.documentHash()),
                        "signature of both together", Bytes.hex(proof.signature()),
                        "proofValue", Proof.proofValue(proof.signature()));
    }

    private String entry() {
        Entry entry = log.frame(2).entry();
        String hex = Bytes.hex(entry.bytes());
        return "Example: the entry of that question, logged at "
                + SampleNode.time(2).replace(".000Z", ".250Z")
                + " as the third of its log.\n\n"
                + row(
                        "version, kind", hex.substring(0, 4),
                        "time", hex.substring(4, 20) + " (" + entry.time() + ")",
                        "revision", hex.substring(20, 28),
                        "thread key", hex.substring(28, 60),
                        "object key", hex.substring(60, 92),
                        "digest", hex.substring(92),
                        "leaf hash", Bytes.hex(entry.leafHash()));
    }

    private String roots() {
        StringBuilder rows = new StringBuilder("""
                Example: the first five sizes of the log of chapter 05.

                | size | leaf hash of the last entry | root |
                | --- | --- | --- |
                """);
        Tree tree = new Tree();
        for (int i = 0; i < 5; i++) {
            byte[] leaf = log.frame(i).entry().leafHash();
            tree.append(leaf);
            rows.append("| %d | `%s` | `%s` |\n".formatted(i + 1, Bytes.hex(leaf), Bytes.hex(tree.root())));
        }
        return rows.toString();
    }

    private String frame() {
        byte[] own = log.frame(2).bytes();
        byte[] included = log.frame(6).bytes();
        return "Example: the frame of the question, and that of an included answer with origin index 2; the payloads are cut here.\n\n"
                + block(frameLines(own) + "\n" + frameLines(included));
    }

    private static String frameLines(byte[] frame) {
        String hex = Bytes.hex(Arrays.copyOf(frame, 107));
        return hex.substring(0, 156) + "\n"
                + hex.substring(156, 172) + "  origin index\n"
                + hex.substring(172, 174) + "                form\n"
                + hex.substring(174, 182) + "          length\n"
                + hex.substring(182) + " ...\n";
    }

    private static String tilePaths() {
        return row(
                "full tile 5 of level 0", new TilePath("0", 5, OptionalInt.empty()).path(),
                "partial tile 5 of level 0, 44 hashes", new TilePath("0", 5, OptionalInt.of(44)).path(),
                "full tile 1234067 of level 1", new TilePath("1", 1_234_067, OptionalInt.empty()).path(),
                "partial entry bundle 0, 21 entries", new TilePath("entries", 0, OptionalInt.of(21)).path());
    }

    private String tail() {
        int from = (int) log.size() - 2;
        Tail tail = new Tail(log.checkpoint(), log.frames(from));
        String hex = Bytes.hex(Arrays.copyOf(tail.bytes(), 28));
        return "Example: `tail?from=" + from + "` of the log of chapter 05, which has " + log.size() + " entries, is "
                + tail.bytes().length
                + " bytes: 4 for the length " + tail.checkpoint().length
                + ", the checkpoint shown above, and two frames. It begins\n\n"
                + block(hex + " ...\n");
    }

    private String story() throws Fault {
        return "Example: the log of a home, as `vectors/follow/story.json` has it with what a reader of the thread is shown. It leads to the\n"
                + "checkpoint of chapter 03 §4.\n\n"
                + rows(home, log);
    }

    private String hub() throws Fault {
        return "Example: the log of a hub that peers with both, as `vectors/follow/hub.json` has it. Who follows the hub alone is shown the same\n"
                + "thread. The answer that the home declined is here, too, but for the hub to decide on it would be presumptuous.\n\n"
                + rows(hub, new RelayVectors(new VectorSet(), home, other, hub).hubLog());
    }

    private String rows(SampleNode owner, SampleLog log) throws Fault {
        StringBuilder rows = new StringBuilder("""
                | index | record | revision | node | origin index |
                | --- | --- | --- | --- | --- |
                """);
        LogFollower follower = new LogFollower(owner.node(), new Ed25519());
        follower.meet(Discovery.read(log.discovery(), owner.address(), new Ed25519()));
        follower.advance(log.checkpoint(), 0, log.frames(0));
        for (int i = 0; i < log.size(); i++) {
            Frame frame = log.frame(i);
            SignedRecord record = SampleNode.read(frame.payload().orElseThrow());
            rows.append("| %d | %s | %d | %s | %s |\n"
                    .formatted(
                            i,
                            described(record),
                            record.revision(),
                            label(record.node()),
                            frame.origin() < 0 ? "" : "" + frame.origin()));
        }
        return rows.toString();
    }

    private String label(String node) {
        return node.equals(home.node()) ? "home" : node.equals(hub.node()) ? "hub" : "other";
    }

    private static String described(SignedRecord record) {
        String name = "`" + record.kind() + "`";
        return switch (record.kind()) {
            case "Verdict" ->
                name + ": " + record.json().path("verdict").textValue() + " revision "
                        + record.json().path("ofRevision") + " of an object of other";
            case "Answer", "Comment" -> name + ": " + record.json().path("text").textValue();
            default -> name;
        };
    }

    private String invitation() {
        String text = Peering.invitation(home.address(), home.node(), PeeringVectors.SECRET, SampleNode.time(86_400));
        String encoded = text.substring(text.lastIndexOf('-', "oqx-invitation-".length()) + 1);
        return block(new String(Base64.getUrlDecoder().decode(encoded), UTF_8) + "\n\n" + text + "\n");
    }

    private String request() {
        byte[] body =
                Jcs.bytes(Peering.proposal(other.node(), other.address(), Hashes.base64Url(PeeringVectors.SECRET)));
        String target = home.address() + "/oqx/peering";
        String parameters = RequestSignature.parameters(
                PeeringVectors.NOW,
                PeeringVectors.NONCE,
                Multikey.verificationMethod(other.signing().multikey()));
        StringBuilder http = new StringBuilder(
                "POST /oqx/peering HTTP/1.1\nHost: home.example\nContent-Type: application/json\nContent-Length: "
                        + body.length + "\n");
        List<RequestSignature.Field> fields =
                RequestSignature.sign("POST", target, body, PeeringVectors.NOW, PeeringVectors.NONCE, other.signing());
        fields.forEach(field ->
                http.append(field.name()).append(": ").append(field.value()).append('\n'));
        return block(RequestSignature.base("POST", target, RequestSignature.contentDigest(body), parameters) + "\n")
                + "\nThe request:\n\n"
                + block(http + "\n" + new String(body, UTF_8) + "\n");
    }

    private String problem() {
        return "Example:\n\n"
                + block("HTTP/1.1 400 Bad Request\nContent-Type: application/problem+json\nCache-Control: no-store\n\n"
                        + "{\"type\":\"urn:oqx:problem:range\",\"title\":\"Beyond the log\",\"status\":400,"
                        + "\"detail\":\"from is " + (log.size() + 1) + ", the log has " + log.size()
                        + " entries.\"}\n");
    }

    private static String block(String text) {
        return "```\n" + text + "```\n";
    }

    private static String row(String... namesAndValues) {
        StringBuilder table = new StringBuilder("| | |\n| --- | --- |\n");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            table.append("| ")
                    .append(namesAndValues[i])
                    .append(" | `")
                    .append(namesAndValues[i + 1])
                    .append("` |\n");
        }
        return table.toString();
    }

    /** The one member of the example whose numbers have several parts, in the topic. */
    private String standing() {
        StandingVectors vectors = new StandingVectors(new VectorSet());
        JsonNode standing = null;
        for (JsonNode one : Standing.of(vectors.example()).path("standings")) {
            if (one.path("member").path("node").asText().equals(other.node())
                    && !one.path("topic").asText().isEmpty()) {
                standing = one;
            }
        }
        if (standing == null) {
            throw new IllegalStateException("the example has no such standing");
        }
        StringBuilder text = new StringBuilder(
                "Example: how the home computes the standing of a member of other in `concrete-pumps`, as `vectors/standing/example.json` has it with"
                        + " all ids. The peer hub, of weight 50, introduces the third node.\n\n"
                        + "| group | fact | points | thousandths | | gives |\n| --- | --- | --- | --- | --- | --- |\n");
        for (JsonNode group : standing.path("groups")) {
            String name = group.path("node").asText().equals(home.node()) ? "home itself" : "hub";
            for (JsonNode fact : group.path("facts")) {
                text.append(line(name, fact));
            }
            boolean capped = group.has("cap");
            String formula = group.path("part").asLong()
                    + (capped
                            ? " · " + group.path("cap").asLong() + " / max("
                                    + group.path("total").asLong() + ", 10000000)"
                            : " / 1000");
            text.append("| ")
                    .append(name)
                    .append(" | *together* | | | ")
                    .append(formula)
                    .append(" | ");
            text.append(group.path("gives").asLong()).append(" |\n");
        }
        text.append("| | **peers** | | | | **")
                .append(standing.path("peers").asLong())
                .append("** |\n");
        for (JsonNode fact : standing.path("homeFacts")) {
            text.append(line("", fact));
        }
        text.append("| | **home** | | | | **")
                .append(standing.path("home").asLong())
                .append("** |\n");
        return text.toString();
    }

    private String line(String group, JsonNode fact) {
        String issuer = fact.path("record").path("node").asText();
        String name = issuer.equals(home.node())
                ? "home"
                : issuer.equals(other.node()) ? "other" : issuer.equals(hub.node()) ? "hub" : "third";
        String answer = fact.path("answer").path("id").asText().equals(SampleNode.uuid("valve")) ? "valve" : "cylinder";
        String what = fact.path("points").asLong() == 15 ? " accepted" : "'s votes on";
        long points = fact.path("points").asLong();
        long permille = fact.path("permille").asLong();
        return "| " + group + " | " + name + what + " the answer about the " + answer + " | " + points + " | "
                + permille + " | " + points * permille + " | |\n";
    }
}
