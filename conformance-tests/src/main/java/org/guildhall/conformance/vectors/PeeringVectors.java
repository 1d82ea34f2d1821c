package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.RequestSignature;
import org.guildhall.conformance.oqx.RequestSignature.Field;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;

/** Suites {@code discovery}, {@code fingerprint}, {@code invitation}, {@code proposal} and {@code request}. */
final class PeeringVectors {
    static final byte[] SECRET = Hashes.sha256("oqx vector invitation secret");
    static final String NONCE = RequestSignature.nonce(Hashes.sha256("oqx vector request nonce"));
    static final long NOW = SampleNode.BEGIN.getEpochSecond();

    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;

    PeeringVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
    }

    void add() {
        discovery();
        fingerprints();
        invitations();
        proposals();
        reports();
        requests();
        addresses();
    }

    private void discovery() {
        ObjectNode plain = document(1);
        List<String> rule = List.of("OQX-PEE-002", "OQX-PEE-003", "OQX-PEE-006");
        set.valid("discovery/plain", "A node with one introduction.", rule, input(sign(plain)));
        SecretKey newKey = SampleNode.key("home signing 2");
        set.valid(
                "discovery/rotated",
                "Two introductions; signed by the new key.",
                rule,
                input(Jcs.bytes(Proof.sign(document(2), newKey))));
        set.valid(
                "discovery/expected-node",
                "The node that was expected.",
                List.of("OQX-PEE-004"),
                input(sign(plain)).put("expectedNode", home.node()));
        ObjectNode more = plain.deepCopy();
        more.put("acme:version", "1");
        ((ObjectNode) more.path("limits")).put("acme:limit", "x");
        set.valid(
                "discovery/unknown-members", "Unknown members are ignored.", List.of("OQX-PEE-002"), input(sign(more)));
        for (String door : List.of("closed", "ask", "open")) {
            set.valid(
                    "discovery/proposals-" + door,
                    "Who may propose without an invitation.",
                    List.of("OQX-PEE-008"),
                    input(sign(document(1).put("proposals", door))));
        }
        set.invalid(
                "discovery/proposals-maybe",
                "Another word.",
                List.of("OQX-PEE-008"),
                input(sign(document(1).put("proposals", "maybe"))),
                "node-address");
        bad(
                "old-key",
                "Signed by a key that the newest introduction does not list.",
                "OQX-PEE-002",
                Jcs.bytes(Proof.sign(document(2), home.signing())));
        bad(
                "identity-key",
                "Signed by the identity key.",
                "OQX-PEE-002",
                Jcs.bytes(Proof.sign(plain, home.identity())));
        bad(
                "another-nodes-key",
                "Signed by another node.",
                "OQX-PEE-003",
                Jcs.bytes(Proof.sign(plain, other.signing())));
        set.invalid(
                "discovery/other-address",
                "Fetched from an address that the node does not list.",
                List.of("OQX-PEE-003"),
                VectorSet.input(sign(plain)).put("address", "https://elsewhere.example"),
                "node-address");
        set.invalid(
                "discovery/not-the-expected",
                "Another node than expected answers.",
                List.of("OQX-PEE-004"),
                input(sign(plain)).put("expectedNode", other.node()),
                "node-address");
        badMember(
                "log-elsewhere",
                "The log must be under the address it was fetched from.",
                d -> d.put("log", "https://elsewhere.example/oqx/log"));
        badMember("peering-elsewhere", "So must peering.", d -> d.put("peering", "http://169.254.169.254/oqx/peering"));
        badMember("no-records", "At least one introduction.", d -> d.putArray("records"));
        badMember("another-node", "The records are of another node.", d -> d.put("node", other.node()));
        badMember("size-0", "A log has its first entry.", d -> d.put("size", 0));
        badMember("version-2", "Another version.", d -> d.put("oqx", 2));
        badMember(
                "limit-0",
                "A limit of zero serves nobody.",
                d -> ((ObjectNode) d.path("limits")).put("requestsPerMinute", 0));
        badMember(
                "record-altered",
                "A record in it was changed after signing.",
                d -> ((ObjectNode) d.path("records").path(0)).put("name", "X"));
        badMember(
                "record-twice",
                "A revision is listed twice.",
                d -> ((ArrayNode) d.path("records")).add(d.path("records").path(0)));
        ObjectNode gap = document(2);
        ((ArrayNode) gap.path("records")).remove(0);
        bad("gap", "The first introduction is missing.", "OQX-PEE-003", Jcs.bytes(Proof.sign(gap, newKey)));
        ObjectNode altered = Proof.sign(plain, home.signing());
        bad("altered", "The size was changed after signing.", "OQX-PEE-003", Jcs.bytes(altered.put("size", 9)));
        String canonical = new String(sign(plain), UTF_8);
        bad(
                "not-canonical",
                "A space too many.",
                "OQX-PEE-002",
                canonical.replaceFirst(",", ", ").getBytes(UTF_8));
        bad("unsigned", "No proof.", "OQX-PEE-002", Jcs.bytes(plain));
        bad(
                "html",
                "A page instead of the document.",
                "OQX-PEE-003",
                "<!doctype html><title>Hello</title>".getBytes(UTF_8));
    }

    private ObjectNode document(int revisions) {
        List<SignedRecord> records = new ArrayList<>(List.of(home.record(home.introduction())));
        if (revisions == 2) {
            SecretKey newKey = SampleNode.key("home signing 2");
            records.add(home.record(home.introduction(2, home.identity(), home.nextIdentity(), List.of(newKey))));
        }
        return Discovery.unsigned(home.node(), home.address(), records, 4);
    }

    private void badMember(String name, String comment, Consumer<ObjectNode> change) {
        ObjectNode changed = document(1);
        change.accept(changed);
        bad(name, comment, "OQX-PEE-003", sign(changed));
    }

    private void bad(String name, String comment, String requirement, byte[] document) {
        set.invalid("discovery/" + name, comment, List.of(requirement), input(document), "node-address");
    }

    private byte[] sign(ObjectNode document) {
        return Jcs.bytes(Proof.sign(document, home.signing()));
    }

    private ObjectNode input(byte[] document) {
        return VectorSet.input(document).put("address", home.address());
    }

    private void fingerprints() {
        for (SampleNode node : List.of(home, other)) {
            set.valid(
                    "fingerprint/" + (node == home ? "home" : "other"),
                    "What people compare.",
                    List.of("OQX-PEE-010"),
                    VectorSet.input().put("node", node.node()));
        }
    }

    private void invitations() {
        String text = Peering.invitation(home.address(), home.node(), SECRET, SampleNode.time(86_400));
        String prefix = "oqx-invitation-";
        set.valid(
                "invitation/plain",
                "An invitation for a day.",
                List.of("OQX-PEE-020"),
                VectorSet.input().put("text", text));
        badInvitation(
                "without-prefix", "The prefix tells people and programs what it is.", text.substring(prefix.length()));
        badInvitation("padded", "Base64url without padding.", text + "=");
        badInvitation("cut", "Cut while it was copied.", text.substring(0, text.length() - 8));
        badInvitation(
                "short-secret",
                "A secret has 32 bytes.",
                Peering.invitation(home.address(), home.node(), new byte[16], SampleNode.time(86_400)));
        badInvitation(
                "address-with-path",
                "A base address has no path.",
                Peering.invitation(home.address() + "/x", home.node(), SECRET, SampleNode.time(86_400)));
        badInvitation(
                "without-time",
                "Every invitation expires.",
                prefix
                        + Hashes.base64Url(("{\"address\":\"" + home.address() + "\",\"node\":\"" + home.node()
                                        + "\",\"oqx\":1,\"secret\":\"" + Hashes.base64Url(SECRET) + "\"}")
                                .getBytes(UTF_8)));
        badInvitation("not-json", "Not an object.", prefix + Hashes.base64Url("hello".getBytes(UTF_8)));
    }

    private void badInvitation(String name, String comment, String text) {
        set.invalid(
                "invitation/" + name,
                comment,
                List.of("OQX-PEE-020"),
                VectorSet.input().put("text", text),
                "invitation");
    }

    private void proposals() {
        ObjectNode good = Peering.proposal(other.node(), other.address(), Hashes.base64Url(SECRET));
        List<String> rule = List.of("OQX-PEE-030");
        set.valid("proposal/plain", "A proposal.", rule, VectorSet.input(Jcs.bytes(good)));
        set.valid(
                "proposal/spaced",
                "Its JSON may be spelled otherwise: it is the request that is signed.",
                rule,
                VectorSet.input("{ \"oqx\": 1, \"node\": \"%s\",\n \"address\": \"%s\", \"invitation\": \"%s\" }\n"
                        .formatted(other.node(), other.address(), Hashes.base64Url(SECRET))
                        .getBytes(UTF_8)));
        set.valid(
                "proposal/unknown-member",
                "Unknown members are ignored.",
                rule,
                VectorSet.input(Jcs.bytes(good.deepCopy().put("acme:x", 1))));
        ObjectNode uninvited = good.deepCopy();
        uninvited.remove("invitation");
        set.valid(
                "proposal/without-invitation",
                "A proposal that people decide on.",
                List.of("OQX-PEE-060"),
                VectorSet.input(Jcs.bytes(uninvited)));
        badProposal("empty", "No body.", new byte[0]);
        badProposal("array", "Not an object.", "[]".getBytes(UTF_8));
        badProposal(
                "duplicate-key",
                "Two nodes.",
                "{\"address\":\"%s\",\"invitation\":\"%s\",\"node\":\"%s\",\"node\":\"%s\",\"oqx\":1}"
                        .formatted(other.address(), Hashes.base64Url(SECRET), other.node(), home.node())
                        .getBytes(UTF_8));
        badProposal(
                "null", "A null.", Jcs.text(good).replace("}", ",\"x\":null}").getBytes(UTF_8));
        for (String member : List.of("oqx", "node", "address")) {
            ObjectNode less = good.deepCopy();
            less.remove(member);
            badProposal("without-" + member, "It needs " + member + ".", Jcs.bytes(less));
        }
        badProposal(
                "address-with-path",
                "Not a base address.",
                Jcs.bytes(good.deepCopy().put("address", other.address() + "/")));
        badProposal(
                "whole-invitation",
                "The secret alone travels, not the whole text.",
                Jcs.bytes(good.deepCopy()
                        .put(
                                "invitation",
                                Peering.invitation(home.address(), home.node(), SECRET, SampleNode.time(9)))));
        ObjectNode large = VectorSet.input(Wire.filled(Jcs.text(good.deepCopy().put("acme:x", "#")), "#", "x", 16_384));
        set.invalid(
                "proposal/too-large",
                "More than 16384 bytes.",
                List.of("OQX-PEE-030", "OQX-LIM-020"),
                large,
                "too-large");
    }

    private void badProposal(String name, String comment, byte[] body) {
        set.invalid(
                "proposal/" + name, comment, List.of("OQX-PEE-030"), VectorSet.input(body), "bad-request", "malformed");
    }

    private ObjectNode report() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", other.node())
                .put("state", "active")
                .put("size", 20)
                .put("taken", 15);
        json.putObject("held").put("rate", 2);
        json.putObject("declined").put("topics", 1).put("question-declined", 1);
        json.putObject("quarantined").put("bad-signature", 1);
        return json;
    }

    private void reports() {
        set.valid("report/plain", "All is well.", List.of("OQX-PEE-070", "OQX-PEE-071"), report(report()));
        ObjectNode stopped = report().put("acme:x", 1).put("state", "suspended");
        stopped.putObject("fault")
                .put("code", "equivocation")
                .put("since", SampleNode.time(0))
                .put("stopped", true);
        set.valid("report/stopped", "Following has ended.", List.of("OQX-PEE-070"), report(stopped));
        set.invalid(
                "report/spaced",
                "Not in JCS form.",
                List.of("OQX-PEE-070"),
                VectorSet.input(Jcs.text(report()).replaceFirst(",", ", ").getBytes(UTF_8))
                        .put("self", other.node()),
                "bad-report");
        badReport("of-another", "About another node.", "OQX-PEE-073", report().put("node", home.node()));
        badReport("sum", "The numbers do not add up.", "OQX-PEE-071", report().put("taken", 16));
        badReport("state", "A state that nobody may ask in.", "OQX-PEE-070", report().put("state", "blocked"));
        badReport("negative", "A number below zero.", "OQX-PEE-070", report().put("size", -1));
        ObjectNode zero = report();
        zero.putObject("held").put("rate", 0);
        badReport("code-of-none", "A code without entries.", "OQX-PEE-070", zero.put("taken", 17));
        ObjectNode spelled = report();
        spelled.putObject("held").put("Rate", 2);
        badReport("code-spelled", "Not a code.", "OQX-PEE-070", spelled);
        ObjectNode unclear = report();
        unclear.putObject("fault")
                .put("code", "unreachable")
                .put("since", "yesterday")
                .put("stopped", false);
        badReport("fault-without-time", "Since when?", "OQX-PEE-070", unclear);
        for (String member : List.of("oqx", "node", "state", "size", "taken", "held", "declined", "quarantined")) {
            ObjectNode less = report();
            less.remove(member);
            badReport("without-" + member, "It needs " + member + ".", "OQX-PEE-070", less);
        }
    }

    private ObjectNode report(ObjectNode json) {
        return VectorSet.input(Jcs.bytes(json)).put("self", other.node());
    }

    private void badReport(String name, String comment, String requirement, ObjectNode json) {
        set.invalid("report/" + name, comment, List.of(requirement), report(json), "bad-report");
    }

    private void requests() {
        byte[] body = Jcs.bytes(Peering.proposal(other.node(), other.address(), Hashes.base64Url(SECRET)));
        SecretKey key = other.signing();
        List<Field> good = signed("POST", "/oqx/peering", body, NOW, key);
        request("plain", "A signed proposal.", "OQX-PEE-041", "POST", "/oqx/peering", good, body, "valid");
        request(
                "empty-body",
                "A signed request without body has the digest of nothing.",
                "OQX-PEE-040",
                "GET",
                "/oqx/log/checkpoint",
                signed("GET", "/oqx/log/checkpoint", new byte[0], NOW, key),
                new byte[0],
                "valid");
        request(
                "with-query",
                "The query is part of the address.",
                "OQX-PEE-045",
                "GET",
                "/oqx/log/tail?from=4&wait=30",
                signed("GET", "/oqx/log/tail?from=4&wait=30", new byte[0], NOW, key),
                new byte[0],
                "valid");
        request(
                "300-seconds-old",
                "Just in time.",
                "OQX-LIM-021",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW - 300, key),
                body,
                "valid");
        request(
                "300-seconds-ahead",
                "A clock that is ahead.",
                "OQX-LIM-021",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW + 300, key),
                body,
                "valid");
        request(
                "301-seconds-old",
                "Too late.",
                "OQX-LIM-021",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW - 301, key),
                body,
                "signature-expired");
        request(
                "301-seconds-ahead",
                "Too early.",
                "OQX-LIM-021",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW + 301, key),
                body,
                "signature-expired");
        byte[] otherBody = Jcs.bytes(Peering.proposal(other.node(), home.address(), Hashes.base64Url(SECRET)));
        request(
                "body-swapped",
                "Another body under the same signature.",
                "OQX-PEE-040",
                "POST",
                "/oqx/peering",
                good,
                otherBody,
                "content-digest");
        request(
                "body-and-digest-swapped",
                "The digest is signed.",
                "OQX-PEE-043",
                "POST",
                "/oqx/peering",
                changed(good, "Content-Digest", v -> RequestSignature.contentDigest(otherBody)),
                otherBody,
                "bad-signature");
        request(
                "other-method",
                "The method is signed.",
                "OQX-PEE-043",
                "PUT",
                "/oqx/peering",
                good,
                body,
                "bad-signature");
        request(
                "other-path",
                "The path is signed.",
                "OQX-PEE-045",
                "POST",
                "/oqx/peering/",
                good,
                body,
                "bad-signature");
        request(
                "for-another-host",
                "Signed for another node and passed on.",
                "OQX-PEE-045",
                "POST",
                "/oqx/peering",
                RequestSignature.sign("POST", "https://elsewhere.example/oqx/peering", body, NOW, NONCE, key),
                body,
                "bad-signature");
        request(
                "key-not-of-the-node",
                "Signed by a key that is not the proposer's.",
                "OQX-PEE-031",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW, home.signing()),
                body,
                "key-unknown");
        byte[] nothing = {};
        List<Field> page = signed("GET", "/oqx/log/page/0", nothing, NOW, key);
        request(
                "restricted-page",
                "A page of a restricted log is asked for.",
                "OQX-PEE-080",
                "GET",
                "/oqx/log/page/0",
                page,
                nothing,
                "valid");
        request(
                "restricted-page-other-method",
                "The method is signed as it was meant, and another was sent.",
                "OQX-PEE-080",
                "HEAD",
                "/oqx/log/page/0",
                page,
                nothing,
                "bad-signature");
        request(
                "restricted-page-other-page",
                "A signature is good for one resource.",
                "OQX-FOL-034",
                "GET",
                "/oqx/log/page/1",
                page,
                nothing,
                "bad-signature");
        request(
                "replayed",
                "A nonce that was seen.",
                "OQX-PEE-046",
                "POST",
                "/oqx/peering",
                signed("POST", "/oqx/peering", body, NOW, "A".repeat(22), key),
                body,
                "signature-replayed");
        request(
                "key-named-otherwise",
                "The named key did not sign.",
                "OQX-PEE-043",
                "POST",
                "/oqx/peering",
                changed(
                        good,
                        "Signature-Input",
                        v -> v.replace(
                                Multikey.verificationMethod(key.multikey()),
                                Multikey.verificationMethod(home.signing().multikey()))),
                body,
                "bad-signature");
        for (String name : List.of("Content-Digest", "Signature-Input", "Signature")) {
            List<Field> without =
                    good.stream().filter(field -> !field.name().equals(name)).toList();
            request(
                    "without-" + name.toLowerCase(Locale.ROOT),
                    name + " is missing.",
                    "OQX-PEE-044",
                    "POST",
                    "/oqx/peering",
                    without,
                    body,
                    "signature-missing",
                    "content-digest");
            List<Field> twice = new ArrayList<>(good);
            twice.addAll(
                    good.stream().filter(field -> field.name().equals(name)).toList());
            request(
                    "two-" + name.toLowerCase(Locale.ROOT),
                    name + " is there twice.",
                    "OQX-PEE-044",
                    "POST",
                    "/oqx/peering",
                    twice,
                    body,
                    "signature-input",
                    "content-digest");
        }
        request(
                "names-in-small-letters",
                "Names of header fields have no case.",
                "OQX-PEE-044",
                "POST",
                "/oqx/peering",
                good.stream()
                        .map(field -> new Field(field.name().toLowerCase(Locale.ROOT), field.value()))
                        .toList(),
                body,
                "valid");
        profile(
                "digest-sha-512",
                "The only algorithm is sha-256.",
                "Content-Digest",
                v -> "sha-512=:" + Base64.getEncoder().encodeToString(new byte[64]) + ":");
        profile("two-digests", "One digest.", "Content-Digest", v -> v + ", " + v.replace("256", "512"));
        profile("other-label", "The label is oqx.", "Signature-Input", v -> v.replaceFirst("oqx=", "sig1="));
        profile("two-labels", "One signature.", "Signature-Input", v -> v + ", " + v.replaceFirst("oqx=", "proxy="));
        profile("without-target", "A component is missing.", "Signature-Input", v -> v.replace(" \"@target-uri\"", ""));
        profile(
                "component-more",
                "A component too many.",
                "Signature-Input",
                v -> v.replace("\"content-digest\"", "\"content-digest\" \"date\""));
        profile(
                "components-in-another-order",
                "The order is fixed.",
                "Signature-Input",
                v -> v.replace("\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\""));
        profile(
                "without-nonce",
                "A parameter is missing.",
                "Signature-Input",
                v -> v.replaceFirst(";nonce=\"[^\"]*\"", ""));
        profile(
                "parameters-in-another-order",
                "The order is fixed.",
                "Signature-Input",
                v -> v.replaceFirst("(;created=[0-9]+)(;nonce=\"[^\"]*\")", "$2$1"));
        profile("with-expires", "A parameter too many.", "Signature-Input", v -> v + ";expires=" + (NOW + 60));
        profile(
                "created-in-quotes",
                "created is a number.",
                "Signature-Input",
                v -> v.replaceFirst("created=([0-9]+)", "created=\"$1\""));
        profile(
                "created-negative",
                "Not before 1970.",
                "Signature-Input",
                v -> v.replaceFirst("created=", "created=-"));
        profile(
                "created-too-long",
                "Fifteen digits would be a Structured Field; a second has twelve at most.",
                "Signature-Input",
                v -> v.replaceFirst("created=[0-9]+", "created=999999999999999"));
        profile(
                "short-nonce",
                "A nonce of 21 characters.",
                "Signature-Input",
                v -> v.replace(NONCE, NONCE.substring(1)));
        profile("other-algorithm", "alg is ed25519.", "Signature-Input", v -> v.replace("ed25519", "hmac-sha256"));
        profile("other-tag", "tag is oqx.", "Signature-Input", v -> v.replace("tag=\"oqx\"", "tag=\"web\""));
        profile(
                "key-as-address",
                "Keys are not fetched.",
                "Signature-Input",
                v -> v.replaceFirst("keyid=\"[^\"]*\"", "keyid=\"https://other.example/key\""));
        profile(
                "fragment-of-another-key",
                "did:key:K#K.",
                "Signature-Input",
                v -> v.replace("#" + key.multikey(), "#" + home.signing().multikey()));
        profile(
                "space",
                "No space that the profile does not have.",
                "Signature-Input",
                v -> v.replace(";created", "; created"));
        profile(
                "signature-without-colons",
                "A byte sequence stands between colons.",
                "Signature",
                v -> v.replace(":", ""));
        profile(
                "signature-63-bytes",
                "64 bytes.",
                "Signature",
                v -> "oqx=:" + Base64.getEncoder().encodeToString(new byte[63]) + ":");
        profile("signature-other-label", "The label is oqx.", "Signature", v -> v.replaceFirst("oqx", "sig1"));
    }

    private void addresses() {
        for (String ip : List.of(
                "1.1.1.1",
                "93.184.215.14",
                "100.63.255.255",
                "172.32.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a01:4f8::1")) {
            set.valid(
                    "guard/" + ip.replaceAll("[.:]+", "-"),
                    "A global unicast address.",
                    List.of("OQX-PEE-050"),
                    VectorSet.input().put("ip", ip));
        }
        guard("0.0.0.0", "Unspecified: on many systems this machine.");
        guard("0.1.2.3", "This network.");
        guard("10.1.2.3", "Private.");
        guard("100.64.0.1", "Carrier-grade NAT.");
        guard("127.0.0.1", "Loopback.");
        guard("127.8.8.8", "All of 127/8 is loopback.");
        guard("169.254.169.254", "Link-local: a cloud's metadata service.");
        guard("172.16.0.1", "Private.");
        guard("172.31.255.255", "Private, the last one.");
        guard("192.0.0.8", "Protocol assignments.");
        guard("192.0.2.1", "Documentation.");
        guard("192.88.99.1", "6to4 relay.");
        guard("192.168.1.1", "Private.");
        guard("198.18.0.1", "Benchmarking.");
        guard("198.51.100.1", "Documentation.");
        guard("203.0.113.1", "Documentation.");
        guard("224.0.0.1", "Multicast.");
        guard("240.0.0.1", "Reserved.");
        guard("255.255.255.255", "Broadcast.");
        guard("::", "Unspecified.");
        guard("::1", "Loopback.");
        guard("::ffff:127.0.0.1", "Loopback, mapped.");
        guard("::ffff:a9fe:a9fe", "The metadata service, mapped, in hexadecimal.");
        guard("::127.0.0.1", "Loopback in the old compatible form.");
        guard("64:ff9b::7f00:1", "Loopback behind NAT64.");
        guard("64:ff9b::10.0.0.1", "Private behind NAT64.");
        guard("64:ff9b:1::1", "NAT64 for local use.");
        guard("100::1", "Discard.");
        guard("2001::1", "Teredo.");
        guard("2001:db8::1", "Documentation.");
        guard("2002:7f00:1::", "6to4 of loopback.");
        guard("2002:a00:1::", "6to4 of a private address.");
        guard("3fff::1", "Documentation.");
        guard("fc00::1", "Unique local.");
        guard("fd12:3456:789a::1", "Unique local.");
        guard("fe80::1", "Link-local.");
        guard("fec0::1", "Site-local.");
        guard("ff02::1", "Multicast.");
    }

    private void guard(String ip, String comment) {
        set.invalid(
                "guard/" + ip.replaceFirst("^:", "0:").replaceAll("[.:]+", "-"),
                comment,
                List.of("OQX-PEE-051"),
                VectorSet.input().put("ip", ip),
                "node-address");
    }

    private List<Field> signed(String method, String target, byte[] body, long created, SecretKey key) {
        return signed(method, target, body, created, NONCE, key);
    }

    private List<Field> signed(String method, String target, byte[] body, long created, String nonce, SecretKey key) {
        return RequestSignature.sign(method, home.address() + target, body, created, nonce, key);
    }

    private static List<Field> changed(List<Field> fields, String name, UnaryOperator<String> change) {
        return fields.stream()
                .map(field -> field.name().equals(name) ? new Field(name, change.apply(field.value())) : field)
                .toList();
    }

    /** A proposal one header field of which is not of the profile. */
    private void profile(String name, String comment, String field, UnaryOperator<String> change) {
        byte[] body = Jcs.bytes(Peering.proposal(other.node(), other.address(), Hashes.base64Url(SECRET)));
        List<Field> fields = changed(signed("POST", "/oqx/peering", body, NOW, other.signing()), field, change);
        String[] or = field.equals("Content-Digest")
                ? new String[] {"content-digest"}
                : new String[] {"signature-missing", "bad-signature"};
        boolean parameter = name.contains("nonce") || name.startsWith("created") || name.startsWith("key");
        request(
                name,
                comment,
                parameter ? "OQX-PEE-042" : "OQX-PEE-044",
                "POST",
                "/oqx/peering",
                fields,
                body,
                "signature-input",
                or);
    }

    private void request(
            String name,
            String comment,
            String requirement,
            String method,
            String target,
            List<Field> fields,
            byte[] body,
            String expect,
            String... or) {
        ObjectNode input = VectorSet.input()
                .put("method", method)
                .put("address", home.address())
                .put("target", target);
        for (Field field : fields) {
            input.withArray("fields")
                    .add(JsonNodeFactory.instance
                            .objectNode()
                            .put("name", field.name())
                            .put("value", field.value()));
        }
        input.set("body", Wire.of(body));
        input.put("now", NOW).putArray("keys").add(other.signing().multikey());
        input.putArray("seenNonces").add("A".repeat(22));
        if (expect.equals(Vector.VALID)) {
            set.valid("request/" + name, comment, List.of(requirement), input);
        } else {
            set.invalid("request/" + name, comment, List.of(requirement), input, expect, or);
        }
    }
}
