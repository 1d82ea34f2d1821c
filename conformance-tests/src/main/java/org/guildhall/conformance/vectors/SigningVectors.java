package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Curve;
import org.guildhall.conformance.oqx.Curve.Point;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.SecretKey;

/** Suites {@code multikey}, {@code ed25519}, {@code proof} and {@code chain}. */
final class SigningVectors {
    private static final byte[] MESSAGE = "OQX".getBytes(UTF_8);

    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;

    SigningVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
    }

    void add() {
        multikeys();
        signatures();
        keys();
        proofs();
        mutations();
        chains();
        continuations();
    }

    private void multikeys() {
        List<String> rule = List.of("OQX-SIG-002");
        String multikey = home.identity().multikey();
        set.valid(
                "multikey/home",
                "The identity key of the node that most vectors are about.",
                List.of("OQX-SIG-002", "OQX-SIG-010"),
                multikey(multikey));
        set.invalid(
                "multikey/without-z", "The prefix says base58btc.", rule, multikey(multikey.substring(1)), "malformed");
        set.invalid(
                "multikey/x25519",
                "A key of another type.",
                rule,
                multikey("z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"),
                "malformed");
        set.invalid(
                "multikey/too-short",
                "A character is missing.",
                rule,
                multikey(multikey.substring(0, 47)),
                "malformed");
        set.invalid(
                "multikey/not-base58",
                "l is not of the alphabet.",
                rule,
                multikey(multikey.substring(0, 47) + "l"),
                "malformed");
        set.invalid(
                "multikey/leading-one",
                "A 1 more says a zero byte more.",
                rule,
                multikey("z1" + multikey.substring(1)),
                "malformed");
        set.invalid(
                "multikey/hex",
                "Multibase f instead of z.",
                rule,
                multikey("fed01" + Bytes.hex(home.identity().publicKey())),
                "malformed");
    }

    private static ObjectNode multikey(String text) {
        return VectorSet.input().put("multikey", text);
    }

    /** Signatures that a careful and a careless implementation judge differently. */
    private void signatures() {
        SecretKey key = home.signing();
        byte[] publicKey = key.publicKey();
        byte[] good = key.sign(MESSAGE);
        ed25519("plain", "An ordinary signature.", "OQX-SIG-006", publicKey, MESSAGE, good);
        ed25519("empty-message", "Of nothing.", "OQX-SIG-006", publicKey, new byte[0], key.sign(new byte[0]));
        SecretKey rfc = new SecretKey(Bytes.unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        ed25519(
                "rfc8032-test-1",
                "RFC 8032 §7.1, TEST 1.",
                "OQX-SIG-004",
                rfc.publicKey(),
                new byte[0],
                rfc.sign(new byte[0]));
        byte[] cut = Arrays.copyOf(good, 63);
        badSignature("63-bytes", "A byte is missing.", "OQX-SIG-003", publicKey, cut);
        badSignature("65-bytes", "A byte too many.", "OQX-SIG-003", publicKey, Bytes.join(good, Bytes.u8(0)));
        badSignature("empty", "No bytes.", "OQX-SIG-003", publicKey, new byte[0]);
        for (int bit : new int[] {0, 255, 256, 508}) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            badSignature("flipped-bit-" + bit, "Bit " + bit + " is flipped.", "OQX-SIG-004", publicKey, flipped);
        }
        byte[] otherMessage = key.sign("OQY".getBytes(UTF_8));
        badSignature("other-message", "A signature of another message.", "OQX-SIG-004", publicKey, otherMessage);
        badSignature(
                "other-key",
                "A signature by another key.",
                "OQX-SIG-004",
                publicKey,
                other.signing().sign(MESSAGE));

        BigInteger s = Curve.ofLittleEndian(Arrays.copyOfRange(good, 32, 64));
        byte[] r = Arrays.copyOf(good, 32);
        badSignature(
                "s-plus-l",
                "S + L: the same equation, a second spelling.",
                "OQX-SIG-003",
                publicKey,
                Bytes.join(r, Curve.littleEndian(s.add(Curve.L), 32)));
        badSignature("s-is-l", "S = L.", "OQX-SIG-003", publicKey, Bytes.join(r, Curve.littleEndian(Curve.L, 32)));
        badSignature(
                "s-largest",
                "S = 2^256 - 1.",
                "OQX-SIG-003",
                publicKey,
                Bytes.join(r, Curve.littleEndian(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), 32)));
        badSignature("zeros", "64 zero bytes: R is a point of order 4.", "OQX-SIG-004", publicKey, new byte[64]);

        byte[] neutral = Curve.NEUTRAL.encoded();
        ed25519(
                "r-neutral",
                "R is the neutral element and S = k·a: the rule takes it, since nothing in it speaks of the order of R.",
                "OQX-SIG-004",
                publicKey,
                MESSAGE,
                Bytes.join(
                        neutral,
                        Curve.littleEndian(
                                challenge(neutral, publicKey)
                                        .multiply(key.scalar())
                                        .mod(Curve.L),
                                32)));
        byte[] neutralAgain = Curve.littleEndian(Curve.P.add(BigInteger.ONE), 32);
        badSignature(
                "r-neutral-not-canonical",
                "The neutral element with y = p + 1. An implementation that compares points takes it.",
                "OQX-SIG-004",
                publicKey,
                Bytes.join(
                        neutralAgain,
                        Curve.littleEndian(
                                challenge(neutralAgain, publicKey)
                                        .multiply(key.scalar())
                                        .mod(Curve.L),
                                32)));
        byte[] neutralSigned = neutral.clone();
        neutralSigned[31] |= (byte) 0x80;
        badSignature(
                "r-neutral-minus-zero",
                "The neutral element with the sign bit of x = 0 set.",
                "OQX-SIG-004",
                publicKey,
                Bytes.join(
                        neutralSigned,
                        Curve.littleEndian(
                                challenge(neutralSigned, publicKey)
                                        .multiply(key.scalar())
                                        .mod(Curve.L),
                                32)));
        for (int i = 1; i < 8; i++) {
            badSignature(
                    "r-mixed-order-" + i,
                    "R has a component of small order (" + i
                            + " times a point of order 8). The equation holds after multiplication by the cofactor, and only then.",
                    "OQX-SIG-004",
                    publicKey,
                    mixedOrder(key, BigInteger.valueOf(i)));
        }
        byte[] offCurve = Curve.littleEndian(BigInteger.TWO, 32);
        badSignature(
                "r-not-on-curve",
                "y = 2 is not on the curve.",
                "OQX-SIG-004",
                publicKey,
                Bytes.join(offCurve, Curve.littleEndian(s, 32)));
    }

    /** A signature whose R is r·B + i·T with T of order 8, made by whoever holds the key. */
    private static byte[] mixedOrder(SecretKey key, BigInteger i) {
        BigInteger nonce = Curve.ofLittleEndian(Hashes.sha256("oqx vector mixed order " + i))
                .mod(Curve.L);
        byte[] r = Curve.BASE.times(nonce).plus(orderEight().times(i)).encoded();
        BigInteger s =
                nonce.add(challenge(r, key.publicKey()).multiply(key.scalar())).mod(Curve.L);
        return Bytes.join(r, Curve.littleEndian(s, 32));
    }

    private static BigInteger challenge(byte[] r, byte[] publicKey) {
        return Curve.challenge(r, publicKey, MESSAGE);
    }

    /** L times a point that is not of prime order leaves its part of small order. */
    private static Point orderEight() {
        for (int y = 2; ; y++) {
            Point point =
                    Curve.decode(Curve.littleEndian(BigInteger.valueOf(y), 32)).orElse(Curve.NEUTRAL);
            Point small = point.times(Curve.L);
            if (!small.times(BigInteger.valueOf(4)).equals(Curve.NEUTRAL)) {
                return small;
            }
        }
    }

    private void keys() {
        Point eight = orderEight();
        for (int i = 0; i < 8; i++) {
            Point small = eight.times(BigInteger.valueOf(i));
            badKey(
                    "small-order-" + i,
                    "A public key of small order: everybody can sign for it.",
                    small.encoded(),
                    forSmallOrder(small));
        }
        SecretKey key = home.signing();
        Point a = Curve.decode(key.publicKey()).orElseThrow();
        for (int i : new int[] {1, 4}) {
            byte[] mixed = a.plus(eight.times(BigInteger.valueOf(i))).encoded();
            badKey("mixed-order-" + i, "A public key with a component of small order.", mixed, key.sign(MESSAGE));
        }
        badKey("not-on-curve", "y = 2 is not on the curve.", Curve.littleEndian(BigInteger.TWO, 32), key.sign(MESSAGE));
        badKey("y-is-p", "y = p, a second spelling of y = 0.", Curve.littleEndian(Curve.P, 32), key.sign(MESSAGE));
        badKey(
                "y-largest",
                "y = 2^255 - 1.",
                Curve.littleEndian(BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE), 32),
                key.sign(MESSAGE));
        byte[] minusZero = Curve.NEUTRAL.encoded();
        minusZero[31] |= (byte) 0x80;
        badKey("minus-zero", "The neutral element with the sign bit of x = 0 set.", minusZero, key.sign(MESSAGE));
    }

    /** A signature for which even the equation without cofactor holds, so that only the check of the key refuses it. */
    private static byte[] forSmallOrder(Point small) {
        for (BigInteger s = BigInteger.ONE; ; s = s.add(BigInteger.ONE)) {
            for (int guess = 0; guess < 8; guess++) {
                Point kA = small.times(BigInteger.valueOf(guess));
                byte[] r = Curve.BASE.times(s).plus(kA.negated()).encoded();
                if (small.times(challenge(r, small.encoded())).equals(kA)) {
                    return Bytes.join(r, Curve.littleEndian(s, 32));
                }
            }
        }
    }

    private void ed25519(
            String name, String comment, String requirement, byte[] key, byte[] message, byte[] signature) {
        set.valid("ed25519/" + name, comment, List.of(requirement), ed25519(key, message, signature));
    }

    private void badSignature(String name, String comment, String requirement, byte[] key, byte[] signature) {
        set.invalid(
                "ed25519/" + name,
                comment,
                List.of(requirement, "OQX-SIG-005"),
                ed25519(key, MESSAGE, signature),
                "bad-signature");
    }

    private void badKey(String name, String comment, byte[] key, byte[] signature) {
        set.invalid(
                "ed25519/key-" + name,
                comment,
                List.of("OQX-SIG-001"),
                ed25519(key, MESSAGE, signature),
                "bad-key",
                "bad-signature");
    }

    private static ObjectNode ed25519(byte[] key, byte[] message, byte[] signature) {
        return VectorSet.input()
                .put("publicKey", Bytes.hex(key))
                .put("message", Bytes.hex(message))
                .put("signature", Bytes.hex(signature));
    }

    private void proofs() {
        ObjectNode question = home.question("question", 1, "anna", 20);
        set.valid(
                "proof/question",
                "A question, with the two hashes that are signed.",
                List.of("OQX-SIG-020", "OQX-SIG-021", "OQX-SIG-023"),
                proof(home.publish(question), home.signing()));
        set.valid(
                "proof/node",
                "A node's introduction is signed by its identity key.",
                List.of("OQX-SIG-021", "OQX-SIG-030"),
                proof(home.publish(home.introduction()), home.identity()));
        ObjectNode unknown = question.deepCopy()
                .put("acme:\ud83c\udfd7", "\u6df7\u51dd\u571f\u6cf5")
                .put("@context", "x");
        set.valid(
                "proof/unknown-members",
                "Unknown members are signed, in any script; a member named @context changes nothing in how it is hashed.",
                List.of("OQX-REC-011", "OQX-SIG-021"),
                proof(home.publish(unknown), home.signing()));
        set.invalid(
                "proof/by-identity-key",
                "The identity key signs introductions only.",
                List.of("OQX-SIG-040"),
                proof(SampleNode.publish(question, home.identity()), home.signing()),
                "key-unknown");
        set.invalid(
                "proof/by-another-node",
                "A good signature by a key of another node: the key that signs, the node and the owner must be the same.",
                List.of("OQX-REC-042", "OQX-SIG-040"),
                proof(SampleNode.publish(question, other.signing()), home.signing()),
                "key-unknown");
        set.invalid(
                "proof/over-everything",
                "The record was hashed with an empty proof in it.",
                List.of("OQX-SIG-021"),
                proof(
                        signedWrongly(
                                question,
                                (p, d) -> Bytes.join(
                                        p,
                                        Hashes.sha256(
                                                Jcs.bytes(question.deepCopy().put("proof", ""))))),
                        home.signing()),
                "bad-signature");
        set.invalid(
                "proof/hashes-swapped",
                "First the record, then the proof.",
                List.of("OQX-SIG-021"),
                proof(signedWrongly(question, (p, d) -> Bytes.join(d, p)), home.signing()),
                "bad-signature");
        set.invalid(
                "proof/hashed-again",
                "The 64 bytes are signed as they are, not hashed once more.",
                List.of("OQX-SIG-021"),
                proof(signedWrongly(question, (p, d) -> Hashes.sha256(p, d)), home.signing()),
                "bad-signature");
        set.invalid(
                "proof/document-only",
                "The proof's own members are signed too.",
                List.of("OQX-SIG-021"),
                proof(signedWrongly(question, (p, d) -> d), home.signing()),
                "bad-signature");
        String small = Multikey.of(Curve.NEUTRAL.encoded());
        ObjectNode signed = Proof.sign(question, home.signing());
        ((ObjectNode) signed.path("proof"))
                .put("verificationMethod", Multikey.verificationMethod(small))
                .put("proofValue", Proof.proofValue(forSmallOrder(Curve.NEUTRAL)));
        ObjectNode input = VectorSet.input(Jcs.bytes(signed));
        input.putArray("keys").add(small);
        set.invalid(
                "proof/key-of-small-order",
                "With this key every signature of this form holds for every record.",
                List.of("OQX-SIG-001"),
                input,
                "bad-key",
                "bad-signature");
    }

    private interface Message {
        byte[] of(byte[] proofHash, byte[] documentHash);
    }

    private byte[] signedWrongly(ObjectNode document, Message message) {
        ObjectNode options = Proof.options(home.signing().multikey());
        byte[] wrong = message.of(Hashes.sha256(Jcs.bytes(options)), Hashes.sha256(Jcs.bytes(document)));
        ObjectNode signed = document.deepCopy();
        signed.set(
                "proof",
                options.put("proofValue", Proof.proofValue(home.signing().sign(wrong))));
        return Jcs.bytes(signed);
    }

    private static ObjectNode proof(byte[] published, SecretKey key) {
        ObjectNode input = VectorSet.input(published);
        input.putArray("keys").add(key.multikey());
        return input;
    }

    /** Every member of a signed record is changed in turn: whatever is read must have been signed. */
    private void mutations() {
        ObjectNode question = home.question("question", 1, "anna", 20).put("acme:note", "x");
        question.put("datePublished", SampleNode.time(5))
                .putObject("source")
                .put("site", "https://iot.stackexchange.com")
                .put("id", "1");
        ObjectNode signed = Proof.sign(question, home.signing());
        Map<String, Consumer<ObjectNode>> changes = Map.ofEntries(
                Map.entry("node", q -> q.put("node", other.node())),
                Map.entry("id", q -> q.put("id", SampleNode.uuid("another"))),
                Map.entry("revision", q -> q.put("revision", 2)),
                Map.entry("datecreated", q -> q.put("dateCreated", SampleNode.time(21))),
                Map.entry("audience", q -> q.put("audience", "peers")),
                Map.entry("nonce", q -> q.put("nonce", "A".repeat(22))),
                Map.entry("author", q -> q.put("author", SampleNode.uuid("bert"))),
                Map.entry("name", q -> q.put("name", q.path("name").textValue() + "!")),
                Map.entry("text", q -> q.put("text", q.path("text").textValue() + " ")),
                Map.entry("keywords", q -> q.withArray("keywords").add("cranes")),
                Map.entry(
                        "keywords-order",
                        q -> q.withArray("keywords").add(q.withArray("keywords").remove(0))),
                Map.entry("inlanguage", q -> q.put("inLanguage", "de")),
                Map.entry("license", q -> q.put("license", "CC0-1.0")),
                Map.entry("datepublished", q -> q.remove("datePublished")),
                Map.entry("source", q -> ((ObjectNode) q.path("source")).put("id", "2")),
                Map.entry("unknown-member", q -> q.put("acme:note", "y")),
                Map.entry("member-added", q -> q.put("acme:more", 1)));
        changes.keySet().stream().sorted().forEach(name -> {
            ObjectNode altered = signed.deepCopy();
            changes.getOrDefault(name, q -> {}).accept(altered);
            set.invalid(
                    "proof/altered-" + name,
                    "Changed after signing.",
                    List.of("OQX-SIG-022"),
                    proof(Jcs.bytes(altered), home.signing()),
                    "bad-signature");
        });
    }

    private void chains() {
        SecretKey first = home.identity();
        SecretKey second = home.nextIdentity();
        SecretKey third = SampleNode.key("home third identity");
        SecretKey oldKey = home.signing();
        SecretKey newKey = SampleNode.key("home signing 2");
        byte[] start = home.publish(home.introduction());
        byte[] rotated = SampleNode.publish(home.introduction(2, first, second, List.of(newKey)), first);
        byte[] newIdentity = SampleNode.publish(home.introduction(3, second, third, List.of(newKey)), second);
        List<String> rule = List.of("OQX-SIG-036");

        ObjectNode whole = chain(start, 0, rotated, 7, newIdentity, 12);
        ask(whole, "index", 0, oldKey).put("comment", "nothing is below index 0");
        ask(whole, "index", 1, oldKey);
        ask(whole, "index", 7, oldKey).put("comment", "only records with an index below count");
        ask(whole, "index", 8, oldKey).put("comment", "retired: signs nothing new");
        ask(whole, "index", 7, newKey).put("comment", "not introduced yet");
        ask(whole, "index", 8, newKey);
        ask(whole, "index", 100, newKey);
        ask(whole, "index", 5, first).put("comment", "the identity key is no signing key");
        ask(whole, "originIndex", 3, oldKey)
                .put("comment", "retired, not revoked: what it signed before stays believed, included too");
        ask(whole, "checkpointSize", 20, newKey);
        ask(whole, "checkpointSize", 5, oldKey).put("comment", "a checkpoint needs a key of the newest introduction");
        set.valid(
                "chain/rotation",
                "Revision 2 replaces the signing key, revision 3 the identity key.",
                List.of("OQX-SIG-034", "OQX-SIG-040", "OQX-SIG-044"),
                whole);

        ObjectNode revoking = home.introduction(2, first, second, List.of(oldKey, newKey));
        ((ObjectNode) revoking.path("signingKeys").path(0)).put("revokedAt", 5);
        byte[] revocation = SampleNode.publish(revoking, first);
        ObjectNode revoked = chain(start, 0, revocation, 9);
        ask(revoked, "index", 4, oldKey).put("comment", "below the size up to which it is believed");
        ask(revoked, "index", 5, oldKey)
                .put("comment", "signed before the revocation was logged, and yet not believed");
        ask(revoked, "index", 10, oldKey);
        ask(revoked, "index", 10, newKey);
        ask(revoked, "originIndex", 3, oldKey).put("comment", "the includer only claims the index");
        ask(revoked, "originIndex", 10, newKey);
        ask(revoked, "checkpointSize", 5, oldKey).put("comment", "a checkpoint up to the size");
        ask(revoked, "checkpointSize", 6, oldKey);
        ask(revoked, "checkpointSize", 12, newKey);
        set.valid(
                "chain/revocation",
                "Revision 2 revokes the old signing key from size 5 on.",
                List.of("OQX-SIG-041", "OQX-SIG-042", "OQX-SIG-043", "OQX-SIG-044"),
                revoked);

        byte[] silent = SampleNode.publish(home.introduction(3, first, second, List.of(newKey)), first);
        ObjectNode forgotten = chain(start, 0, revocation, 9, silent, 15);
        ask(forgotten, "index", 7, oldKey);
        ask(forgotten, "index", 4, oldKey);
        set.valid(
                "chain/revocation-outlives-the-list",
                "A revoked key that is no longer listed stays revoked.",
                List.of("OQX-SIG-041"),
                forgotten);

        ObjectNode claimed = chain(start, 0);
        claimed.withArray("records").addObject().put("originIndex", 1000).set("bytes", Wire.of(rotated));
        ask(claimed, "originIndex", 5, newKey).put("comment", "below what was claimed, and believed all the same");
        ask(claimed, "originIndex", 2000, oldKey).put("comment", "retired, as far as a claim can say");
        ask(claimed, "originIndex", 5, third).put("comment", "no Node record lists it");
        ask(claimed, "index", 8, oldKey).put("comment", "the node's own log has not shown the rotation");
        set.valid(
                "chain/claimed-index",
                "Revision 2 was read in another node's log, which invents a place for it: for included records the keys of both"
                        + " revisions are good, and the node's own log goes on as before.",
                List.of("OQX-SIG-042"),
                claimed);
        ObjectNode found = chain(start, 0);
        found.withArray("records").addObject().put("originIndex", 1).set("bytes", Wire.of(rotated));
        found.withArray("records").addObject().put("index", 7).set("bytes", Wire.of(rotated));
        ask(found, "index", 5, oldKey);
        ask(found, "index", 8, oldKey);
        ask(found, "index", 7, newKey);
        ask(found, "index", 8, newKey);
        set.valid(
                "chain/claimed-index-then-found",
                "Then the node's own log is read, which has it at index 7: that place holds.",
                List.of("OQX-SIG-042", "OQX-INC-009"),
                found);
        byte[] listedAgain = SampleNode.publish(home.introduction(3, first, second, List.of(oldKey, newKey)), first);
        ObjectNode returned = chain(start, 0, rotated, 7, listedAgain, 12);
        ask(returned, "index", 10, oldKey);
        ask(returned, "index", 12, oldKey);
        ask(returned, "index", 13, oldKey);
        ask(returned, "index", 5, oldKey);
        set.valid(
                "chain/listed-again",
                "Revision 2 leaves the old key out, revision 3 lists it again: it speaks from there on, and did before.",
                List.of("OQX-SIG-040"),
                returned);

        set.valid(
                "chain/same-again",
                "The same record a second time changes nothing (a discovery document and the log both have it).",
                List.of("OQX-SIG-032"),
                chain(start, 0, start, 0));
        byte[] again = SampleNode.publish(
                home.introduction(2, first, second, List.of(oldKey)).put("name", "Another"), first);
        set.invalid(
                "chain/two-of-a-revision",
                "Two records of revision 2, both signed by the identity key.",
                List.of("OQX-FOL-053"),
                chain(start, 0, rotated, 7, again, 9),
                "equivocation");
        set.invalid(
                "chain/gap",
                "Revision 3 without revision 2.",
                List.of("OQX-SIG-032"),
                chain(start, 0, newIdentity, 12),
                "node-chain");
        set.invalid(
                "chain/no-beginning",
                "A chain begins with revision 1.",
                List.of("OQX-SIG-032"),
                chain(rotated, 7),
                "node-chain");
        ObjectNode foreignKey = home.introduction(1, other.identity(), second, List.of(oldKey));
        set.invalid(
                "chain/first-key-not-the-id",
                "Revision 1 is of another key than the node id.",
                List.of("OQX-SIG-031"),
                chain(SampleNode.publish(foreignKey, other.identity()), 0),
                "node-chain");
        set.invalid(
                "chain/signed-by-signing-key",
                "A signing key can't introduce.",
                List.of("OQX-SIG-030"),
                chain(SampleNode.publish(home.introduction(), oldKey), 0),
                "node-chain");
        ObjectNode unpromised = home.introduction(2, third, second, List.of(newKey));
        set.invalid(
                "chain/identity-not-promised",
                "The new identity key does not hash to nextIdentity.",
                List.of("OQX-SIG-034"),
                chain(start, 0, SampleNode.publish(unpromised, third), 7),
                "node-chain");
        byte[] promiseMoved = SampleNode.publish(home.introduction(2, first, third, List.of(newKey)), first);
        set.invalid(
                "chain/promise-changed",
                "nextIdentity changed while the identity key did not: so a thief would lock the owner out.",
                List.of("OQX-SIG-033"),
                chain(start, 0, promiseMoved, 7),
                "node-chain");
        byte[] signedByOld = SampleNode.publish(home.introduction(2, second, third, List.of(newKey)), first);
        set.invalid(
                "chain/new-identity-signed-by-old",
                "Each revision is signed by its own identity key.",
                List.of("OQX-SIG-030"),
                chain(start, 0, signedByOld, 7),
                "node-chain");
        byte[] pardoned = SampleNode.publish(home.introduction(3, first, second, List.of(oldKey, newKey)), first);
        set.invalid(
                "chain/revocation-removed",
                "A revocation can't be taken back.",
                List.of("OQX-SIG-035"),
                chain(start, 0, revocation, 9, pardoned, 15),
                "node-chain");
        ObjectNode raised = home.introduction(3, first, second, List.of(oldKey, newKey));
        ((ObjectNode) raised.path("signingKeys").path(0)).put("revokedAt", 8);
        set.invalid(
                "chain/revocation-raised",
                "Nor moved upwards.",
                List.of("OQX-SIG-035"),
                chain(start, 0, revocation, 9, SampleNode.publish(raised, first), 15),
                "node-chain");
        byte[] damaged = Jcs.bytes(damaged(rotated));
        set.invalid(
                "chain/bad-signature",
                "The name was changed after signing.",
                rule,
                chain(start, 0, damaged, 7),
                "bad-signature");
        set.invalid(
                "chain/another-node",
                "A Node record of another node.",
                List.of("OQX-REC-042"),
                chain(start, 0, other.publish(other.introduction()), 7),
                "node-chain");
    }

    /** How a node goes on after two histories of its log were shown (chapter 09 §6). */
    private void continuations() {
        SecretKey first = home.identity();
        SecretKey old = home.signing();
        SecretKey fresh = SampleNode.key("home signing 2");
        SecretKey third = SampleNode.key("home signing 3");
        byte[] root = Hashes.sha256("a history that stands".getBytes(UTF_8));
        byte[] start = home.publish(home.introduction());
        byte[] continuing = SampleNode.publish(home.continuing(2, 9, root, fresh, old), first);

        ObjectNode once = chain(start, 0, continuing, 9);
        ask(once, "index", 8, old).put("comment", "what it signed in the history that stands");
        ask(once, "index", 9, old);
        ask(once, "index", 10, fresh);
        ask(once, "originIndex", 8, old).put("comment", "the includer only claims the index");
        ask(once, "checkpointSize", 9, old).put("comment", "given up: whatever the size");
        ask(once, "checkpointSize", 10, fresh);
        set.valid(
                "chain/continuation",
                "Revision 2 goes on from 9 entries, gives up the old signing key and lists a new one.",
                List.of("OQX-WIT-050", "OQX-WIT-051"),
                once);

        byte[] second = SampleNode.publish(home.continuing(3, 20, root, third, fresh), first);
        ObjectNode twice = chain(start, 0, continuing, 9, second, 20);
        ask(twice, "checkpointSize", 15, fresh);
        ask(twice, "checkpointSize", 21, third);
        ask(twice, "index", 15, fresh);
        set.valid(
                "chain/continuation-twice",
                "The new key was stolen as well: the log goes on once more, from later.",
                List.of("OQX-WIT-050", "OQX-WIT-051"),
                twice);

        ObjectNode listing = home.introduction(3, first, home.nextIdentity(), List.of(fresh, old));
        ((ObjectNode) listing.path("signingKeys").path(1)).put("revokedAt", 9);
        ObjectNode later = chain(start, 0, continuing, 9, SampleNode.publish(listing, first), 12);
        ask(later, "checkpointSize", 9, old).put("comment", "given up for ever");
        ask(later, "checkpointSize", 13, fresh);
        set.valid(
                "chain/continuation-outlives-the-record",
                "A later revision lists the key that was given up and does not continue anything.",
                List.of("OQX-WIT-051"),
                later);

        byte[] rotation = SampleNode.publish(home.introduction(2, first, home.nextIdentity(), List.of(fresh)), first);
        byte[] afterRotation = SampleNode.publish(home.continuing(3, 9, root, third, fresh), first);
        ObjectNode unlisted = chain(start, 0, rotation, 5, afterRotation, 9);
        ask(unlisted, "index", 5, old).put("comment", "what it signed in the history that stands");
        ask(unlisted, "originIndex", 5, old).put("comment", "given up, so revoked: the includer only claims the index");
        ask(unlisted, "checkpointSize", 5, old);
        ask(unlisted, "index", 10, third);
        set.valid(
                "chain/continuation-gives-up-a-retired-key",
                "A key that was retired before the fork is given up, too, although the record that goes on does not list it.",
                List.of("OQX-WIT-051", "OQX-SIG-043"),
                unlisted);
        ObjectNode relisting = home.introduction(4, first, home.nextIdentity(), List.of(third, old));
        ObjectNode relisted = chain(start, 0, rotation, 5, afterRotation, 9, SampleNode.publish(relisting, first), 12);
        ask(relisted, "index", 13, old);
        ask(relisted, "index", 13, third);
        set.valid(
                "chain/continuation-outlives-a-new-listing",
                "A later revision lists the retired key again, without revokedAt: it stays given up.",
                List.of("OQX-WIT-051"),
                relisted);

        badContinuation("keeps-the-old-key", "A key that may have signed the other history stays good.", open(root));
        ObjectNode revokedLate = home.continuing(2, 9, root, fresh, old);
        ((ObjectNode) revokedLate.path("signingKeys").path(1)).put("revokedAt", 10);
        badContinuation("revoked-late", "The old key is believed beyond the history that stands.", revokedLate);
        ObjectNode forgetful = home.continuing(2, 9, root, fresh);
        badContinuation("forgets-the-old-key", "The old key is retired, and not revoked.", forgetful);
        ObjectNode keyless = home.continuing(2, 9, root, old);
        ((ObjectNode) keyless.path("signingKeys").path(0)).put("revokedAt", 9);
        badContinuation("without-a-new-key", "Nobody can sign for what stands.", keyless);
        set.invalid(
                "chain/continuation-at-the-beginning",
                "A log that begins continues nothing.",
                List.of("OQX-WIT-050"),
                chain(SampleNode.publish(home.continuing(1, 9, root, fresh), first), 0),
                "node-chain");
        set.invalid(
                "chain/continuation-by-the-signing-key",
                "Whoever has stolen the signing key can't say which history stands.",
                List.of("OQX-WIT-050", "OQX-SIG-030"),
                chain(start, 0, SampleNode.publish(home.continuing(2, 9, root, fresh, old), old), 9),
                "node-chain");
        byte[] back = SampleNode.publish(home.continuing(3, 9, root, third, fresh), first);
        set.invalid(
                "chain/continuation-back",
                "Not from more entries than the time before.",
                List.of("OQX-WIT-050"),
                chain(start, 0, continuing, 9, back, 12),
                "node-chain");
        byte[] retired = SampleNode.publish(home.introduction(2, first, home.nextIdentity(), List.of(fresh)), first);
        byte[] again = SampleNode.publish(home.continuing(3, 9, root, old, fresh), first);
        set.invalid(
                "chain/continuation-with-a-retired-key",
                "The key that is not revoked was listed before, and is given up.",
                List.of("OQX-WIT-050"),
                chain(start, 0, retired, 5, again, 9),
                "node-chain");
    }

    private ObjectNode open(byte[] root) {
        ObjectNode json = home.continuing(2, 9, root, SampleNode.key("home signing 2"));
        json.withArray("signingKeys").addObject().put("key", home.signing().multikey());
        return json;
    }

    private void badContinuation(String name, String comment, ObjectNode record) {
        byte[] start = home.publish(home.introduction());
        set.invalid(
                "chain/continuation-" + name,
                comment,
                List.of("OQX-WIT-050"),
                chain(start, 0, SampleNode.publish(record, home.identity()), 9),
                "node-chain");
    }

    private static ObjectNode damaged(byte[] published) {
        return SampleNode.read(published).json().deepCopy().put("name", "Changed");
    }

    /** Records, each followed by the index at which it was logged. */
    private ObjectNode chain(Object... recordsAndIndexes) {
        ObjectNode input = VectorSet.input().put("node", home.node());
        for (int i = 0; i < recordsAndIndexes.length; i += 2) {
            JsonNode wire = Wire.of((byte[]) recordsAndIndexes[i]);
            input.withArray("records")
                    .addObject()
                    .put("index", (Integer) recordsAndIndexes[i + 1])
                    .set("bytes", wire);
        }
        input.putArray("questions");
        return input;
    }

    private static ObjectNode ask(ObjectNode chain, String place, int at, SecretKey key) {
        return chain.withArray("questions").addObject().put(place, at).put("key", key.multikey());
    }
}
