package org.guildhall.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.guildhall.log.Checkpoint;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.ObjectId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Sha256;
import org.guildhall.record.Timestamps;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;

/**
 * A W3C Verifiable Credential in the shape of Open Badges 3.0, signed by a node, with all in it that is needed to check it (OQX,
 * chapter 12). Every word in it follows from its testimony; so checking it is to write it again.
 *
 * @param signer a signing key of the issuer
 * @param validFrom when it was issued, as the issuer says
 */
public record Credential(byte[] bytes, Multikey signer, Instant validFrom, Established established) {
    /** Bytes of any credential (OQX-LIM-090). */
    public static final int LONGEST = 262_144;

    /** Bytes beyond which an issuer leaves out what it may (OQX-CRE-005). */
    public static final int MODEST = 10_240;

    public static final String MEDIA_TYPE = "application/vc";

    /**
     * Writes and signs one.
     *
     * @param key of the issuer, who owns the first log of the testimony
     * @throws CredentialFault when the testimony does not establish anything, or the credential would be too long
     */
    public static Credential issue(Testimony testimony, SigningKey key, Instant validFrom, Verifier verifier)
            throws CredentialFault {
        byte[] bytes = testimony.toBytes();
        Established established = Established.by(testimony, verifier);
        ObjectNode document = document(Packing.pack(bytes), id(bytes), established, key.publicKey(), validFrom);
        return read(DataIntegrity.signWithContext(document, key), verifier);
    }

    /**
     * Checks one with its bytes alone.
     *
     * @throws CredentialFault for any bytes but those that {@link #issue} gave, whichever byte it is
     */
    public static Credential read(byte[] bytes, Verifier verifier) throws CredentialFault {
        if (bytes.length > LONGEST) {
            throw new CredentialFault("too-large", "a credential has at most " + LONGEST + " bytes");
        }
        try {
            CanonicalJson.Document document = CanonicalJson.read(bytes);
            Multikey signer = new DataIntegrity(verifier).signerWithContext(document);
            String packed = text(document.root().path("evidence").path(0).path("id"));
            byte[] unpacked = Packing.unpack(packed);
            Established established = Established.by(Testimony.read(unpacked), verifier);
            requireKey(established, signer);
            Instant validFrom = Timestamps.parse(text(document.root().path("validFrom")));
            ObjectNode again = document(packed, id(unpacked), established, signer, validFrom);
            if (!Arrays.equals(CanonicalJson.write(again), document.without("proof"))) {
                throw CredentialFault.malformed("it says something else than the records in it");
            }
            return new Credential(bytes.clone(), signer, validFrom, established);
        } catch (RecordFault e) {
            throw CredentialFault.of(e);
        } catch (SignatureFault e) {
            throw CredentialFault.of(e);
        }
    }

    /** What it says, in English (OQX-CRE-041, 042). */
    public String description() {
        return Wording.of(established).description();
    }

    /** No log holds a credential: its key is one that could sign the issuer's checkpoint in it (OQX-CRE-032). */
    private static void requireKey(Established established, Multikey signer) throws CredentialFault {
        Checkpoint at = established.logs().get(0).at();
        if (!established.issuer().checkpointKeys(at.size()).contains(signer)) {
            throw new CredentialFault(
                    "key-unknown",
                    signer + " was no key of " + established.issuer().node() + " when its log had " + at.size()
                            + " entries");
        }
    }

    private static ObjectNode document(
            String packed, UUID id, Established established, Multikey signer, Instant validFrom) {
        Wording words = Wording.of(established);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("@context")
                .add("https://www.w3.org/ns/credentials/v2")
                .add("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
        json.putArray("type").add("VerifiableCredential").add("OpenBadgeCredential");
        json.put("id", "urn:uuid:" + id).put("name", words.name()).put("validFrom", Timestamps.text(validFrom));
        issuer(json.putObject("issuer"), established, signer);
        ObjectNode subject = json.putObject("credentialSubject");
        subject.putArray("type").add("AchievementSubject");
        // "id" is kept for the member's own key, which the Member record may name: not set in this edition
        // (OQX-CRE-014).
        ObjectId member = established.claim().member().object();
        subject.putArray("identifier")
                .addObject()
                .put("type", "IdentityObject")
                .put("hashed", false)
                .put("identityHash", "urn:oqx:member:" + member.node().did() + ":" + member.id())
                .put("identityType", "ext:oqxMember");
        ObjectNode achievement = subject.putObject("achievement")
                .put("id", words.achievement())
                .put("name", words.name())
                .put("description", words.description());
        achievement.putArray("type").add("Achievement");
        achievement.putObject("criteria").put("narrative", words.criteria());
        ObjectNode evidence = json.putArray("evidence").addObject().put("id", packed);
        evidence.putArray("type").add("Evidence");
        evidence.put("name", "Signed records, their places in logs, and signed sizes of the logs (OQX 1, chapter 12)");
        return json;
    }

    private static void issuer(ObjectNode json, Established established, Multikey signer) {
        json.put("id", "did:key:" + signer)
                .put("name", established.issuer().newest().name())
                .put("url", established.issuer().newest().addresses().get(0));
        json.putArray("type").add("Profile");
        json.putArray("otherIdentifier")
                .addObject()
                .put("type", "IdentifierEntry")
                .put("identifier", established.issuer().node().did())
                .put("identifierType", "ext:oqxNode");
    }

    /** The same testimony, the same credential. */
    private static UUID id(byte[] testimony) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(testimony));
        long high = (hash.getLong() & ~0xf000L) | 0x8000L;
        long low = (hash.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }

    private static String text(JsonNode value) throws CredentialFault {
        if (!value.isTextual()) {
            throw CredentialFault.malformed("evidence or validFrom is missing");
        }
        return value.textValue();
    }
}
