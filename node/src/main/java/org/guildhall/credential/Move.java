package org.guildhall.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Body;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Timestamps;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;

/**
 * A member's own word: I, who am {@code from} at one node, am {@code to} at another. Signed with the key that the Member record of
 * {@code from} names, so that a credential of the old node can be handed in at the new one by that member and nobody else (OQX,
 * chapter 11, section 11).
 *
 * @param key that signed
 */
public record Move(ObjectId from, ObjectId to, Instant created, Multikey key) {
    /** Bytes of any statement. */
    public static final int LONGEST = 4_096;

    /** For how long a statement is good (OQX-STA-083). */
    public static final Duration GOOD_FOR = Duration.ofDays(7);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /** The statement in words and proof, as it is handed in. */
    public static byte[] sign(ObjectId from, ObjectId to, Instant created, SigningKey key) {
        return DataIntegrity.sign(document(from, to, created), key);
    }

    /**
     * Reads a statement. It says who signed it, and nothing about whether that key is the member's.
     *
     * @throws CredentialFault {@code too-large}, {@code malformed}, {@code bad-proof}, {@code bad-key}, {@code bad-signature}
     */
    public static Move read(byte[] bytes, Verifier verifier) throws CredentialFault {
        if (bytes.length > LONGEST) {
            throw new CredentialFault("too-large", "a statement of a move has at most " + LONGEST + " bytes");
        }
        try {
            CanonicalJson.Document document = CanonicalJson.read(bytes);
            Multikey signer = new DataIntegrity(verifier).signer(document);
            ObjectId from = member(document.root().path("from"));
            ObjectId to = member(document.root().path("to"));
            Instant created = Timestamps.parse(document.root().path("created").asText());
            // Checked by writing it again: nothing else can be in it.
            if (!Arrays.equals(CanonicalJson.write(document(from, to, created)), document.without("proof"))) {
                throw new CredentialFault("malformed", "this is no statement of a move");
            }
            return new Move(from, to, created, signer);
        } catch (RecordFault e) {
            throw CredentialFault.of(e);
        } catch (SignatureFault e) {
            throw CredentialFault.of(e);
        }
    }

    /**
     * Whether this hands the credential to that member, now.
     *
     * @throws CredentialFault {@code move} unless the credential is about {@code from}, whose record names the key that signed, and
     *     the statement is for {@code member} and young enough
     */
    public void requireFor(Credential credential, ObjectId member, Instant now) throws CredentialFault {
        Claim claim = credential.established().claim();
        requireFor(claim.member().object(), claim.profile().key(), member, now);
    }

    /**
     * The same of a credential about {@code about}.
     *
     * @param known the key that the Member record in the credential names
     */
    void requireFor(ObjectId about, Optional<Multikey> known, ObjectId member, Instant now) throws CredentialFault {
        if (!about.equals(from)) {
            throw refused("the credential is about another member than the statement");
        }
        if (!known.map(key::equals).orElse(false)) {
            throw refused("the statement is not signed with the key that the member's record in the credential names");
        }
        if (!to.equals(member) || from.equals(to)) {
            throw refused("the statement is for another member than the one who hands it in");
        }
        if (created.isAfter(now.plus(CLOCKS_DIFFER)) || created.isBefore(now.minus(GOOD_FOR))) {
            throw refused("the statement is good for " + GOOD_FOR.toDays() + " days: make a new one");
        }
    }

    private static CredentialFault refused(String why) {
        return new CredentialFault("move", why);
    }

    private static ObjectId member(JsonNode json) throws CredentialFault {
        try {
            return new ObjectId(
                    new NodeId(json.path("node").asText()),
                    UUID.fromString(json.path("id").asText()));
        } catch (IllegalArgumentException e) {
            throw new CredentialFault("malformed", "a member is named by node and id");
        }
    }

    private static ObjectNode document(ObjectId from, ObjectId to, Instant created) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("oqx", 1).put("statement", "move");
        Body.writeReference(json, "from", from);
        Body.writeReference(json, "to", to);
        return json.put("created", Timestamps.text(created));
    }
}
