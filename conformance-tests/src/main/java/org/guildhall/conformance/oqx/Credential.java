package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A credential of chapter 12, verified from nothing but its bytes. */
public record Credential(String issuer, String signer, Ref member, String name, String description, List<HeldIn> logs) {
    private static final int BYTES = 262_144;
    private static final int UNPACKED = 1_048_576;
    private static final int LEVELS = 16;
    private static final String DATA = "data:application/vnd.oqx.testimony;base64,";

    /** A log that held some of the records when it had so many entries. */
    public record HeldIn(String node, long size, int records, Set<String> witnesses) {}

    /** Adds the proof, for those who write samples. */
    public static ObjectNode sign(ObjectNode unsigned, SecretKey key) {
        ObjectNode options = Proof.options(key.multikey());
        options.set("@context", unsigned.path("@context"));
        byte[] message = Bytes.join(Hashes.sha256(Jcs.bytes(options)), Hashes.sha256(Jcs.bytes(unsigned)));
        ObjectNode signed = unsigned.deepCopy();
        signed.set("proof", options.put("proofValue", Proof.proofValue(key.sign(message))));
        return signed;
    }

    /** The data URI of a testimony that is already zlib, for those who write samples. */
    public static String uri(byte[] zlib) {
        return DATA + Base64.getEncoder().encodeToString(zlib);
    }

    /** Without a proof, for those who write samples. */
    public static ObjectNode unsigned(ObjectNode testimony, byte[] zlib, String signer, String validFrom, Ed25519 rule)
            throws Fault {
        Testimony read = Testimony.verify(testimony, rule);
        return wanted(uri(zlib), Jcs.bytes(testimony), read, signer, validFrom, CredentialWords.of(read));
    }

    public static Credential verify(byte[] bytes, Ed25519 rule) throws Fault {
        if (bytes.length > BYTES) {
            throw new Fault("too-large", bytes.length + " bytes");
        }
        ObjectNode json = StrictJson.canonical(bytes, LEVELS);
        String signer = proof(json, rule);
        byte[] unpacked = unpacked(json.path("evidence").path(0).path("id").asText());
        ObjectNode testimony;
        try {
            testimony = StrictJson.canonical(unpacked, LEVELS);
        } catch (Fault e) {
            throw new Fault("credential", e.described());
        }
        Testimony read = Testimony.verify(testimony, rule);
        NodeChain chain = read.issuer();
        try {
            chain.checkCheckpointKey(signer, read.logs().get(0).size());
        } catch (Fault e) {
            throw new Fault("key-unknown", e.described());
        }
        CredentialWords words = CredentialWords.of(read);
        json.remove("proof");
        String uri = json.path("evidence").path(0).path("id").asText();
        ObjectNode wanted = wanted(uri, unpacked, read, signer, Members.time(json, "validFrom"), words);
        if (!wanted.equals(json)) {
            throw new Fault("credential", "it says something else than its records");
        }
        return new Credential(
                read.logs().get(0).node(),
                signer,
                read.member().object(),
                words.name(),
                words.description(),
                read.logs());
    }

    private static String proof(ObjectNode json, Ed25519 rule) throws Fault {
        if (!(json.get("proof") instanceof ObjectNode proof)
                || !proof.has("@context")
                || !proof.get("@context").equals(json.get("@context"))) {
            throw new Fault("bad-proof", "proof does not repeat @context");
        }
        ObjectNode plain = json.deepCopy();
        plain.withObject("/proof").remove("@context");
        Proof read = Proof.read(plain);
        ObjectNode options = Proof.options(read.multikey());
        options.set("@context", json.get("@context"));
        byte[] message = Bytes.join(Hashes.sha256(Jcs.bytes(options)), read.documentHash());
        rule.verify(Multikey.decode(read.multikey(), "bad-proof"), message, read.signature());
        return read.multikey();
    }

    private static byte[] unpacked(String uri) throws Fault {
        if (uri.startsWith(DATA)) {
            try {
                byte[] packed = Base64.getDecoder().decode(uri.substring(DATA.length()));
                if (!uri(packed).equals(uri)) {
                    throw new Fault("credential", "evidence in another spelling");
                }
                ByteArrayInputStream rest = new ByteArrayInputStream(packed);
                // One byte at a time from below, so that what is behind the end stays there.
                try (InflaterInputStream in = new InflaterInputStream(rest, new Inflater(), 1)) {
                    byte[] bytes = in.readNBytes(UNPACKED + 1);
                    if (bytes.length <= UNPACKED && rest.available() == 0) {
                        return bytes;
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new Fault("credential", "evidence: " + e.getMessage());
            }
        }
        throw new Fault("credential", "evidence is not a testimony of a permitted length");
    }

    /** What the credential must be, given who signed it, when, and the testimony. */
    private static ObjectNode wanted(
            String uri, byte[] unpacked, Testimony read, String signer, String validFrom, CredentialWords words)
            throws Fault {
        Ref member = read.member().object();
        JsonNode node = read.issuer().newest().json();
        String text = """
                {"@context": ["https://www.w3.org/ns/credentials/v2",
                   "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                 "type": ["VerifiableCredential", "OpenBadgeCredential"],
                 "issuer": {"type": ["Profile"],
                   "otherIdentifier": [{"type": "IdentifierEntry", "identifierType": "ext:oqxNode"}]},
                 "credentialSubject": {"type": ["AchievementSubject"],
                   "identifier": [{"type": "IdentityObject", "hashed": false, "identityType": "ext:oqxMember"}],
                   "achievement": {"type": ["Achievement"], "criteria": {}}},
                 "evidence": [{"type": ["Evidence"],
                   "name": "Signed records, their places in logs, and signed sizes of the logs (OQX 1, chapter 12)"}]}
                """;
        ObjectNode wanted = StrictJson.object(text.getBytes(UTF_8), LEVELS);
        wanted.put("id", "urn:uuid:" + Ref.hashBased(Hashes.sha256(unpacked)))
                .put("name", words.name())
                .put("validFrom", validFrom);
        wanted.withObject("/issuer")
                .put("id", "did:key:" + signer)
                .put("name", node.path("name").asText())
                .put("url", node.path("addresses").path(0).asText());
        ((ObjectNode) wanted.at("/issuer/otherIdentifier/0"))
                .put("identifier", read.logs().get(0).node());
        ((ObjectNode) wanted.at("/credentialSubject/identifier/0"))
                .put("identityHash", "urn:oqx:member:" + member.node() + ":" + member.id());
        wanted.withObject("/credentialSubject/achievement")
                .put("id", words.achievement())
                .put("name", words.name())
                .put("description", words.description());
        wanted.withObject("/credentialSubject/achievement/criteria").put("narrative", words.criteria());
        ((ObjectNode) wanted.at("/evidence/0")).put("id", uri);
        return wanted;
    }
}
