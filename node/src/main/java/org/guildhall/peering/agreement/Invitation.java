package org.guildhall.peering.agreement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.Timestamps;

/**
 * What the people of one node hand to those of another (OQX-PEE-020).
 *
 * @param secret base64url of 32 random bytes; whoever has it may peer
 */
public record Invitation(Origin address, NodeId node, String secret, Instant expires) {
    private static final String PREFIX = "oqx-invitation-";
    private static final int LONGEST = 4_000;
    private static final int MEMBERS = 5;

    /** The text that travels from person to person. */
    public String text() {
        byte[] json = CanonicalJson.write(JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("address", address.text())
                .put("node", node.did())
                .put("secret", secret)
                .put("expires", Timestamps.text(expires)));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /**
     * Reads what a person pasted; blanks and line breaks that a mail program put in do no harm.
     *
     * @throws IllegalArgumentException in words for that person
     */
    public static Invitation parse(String pasted) {
        String text = pasted.replaceAll("\\s", "");
        if (!text.startsWith(PREFIX) || text.length() > LONGEST) {
            throw new IllegalArgumentException("an invitation begins with " + PREFIX + " and is one long word");
        }
        try {
            ObjectNode json = CanonicalJson.read(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())))
                    .root();
            if (json.size() != MEMBERS || json.path("oqx").asInt() != 1) {
                throw damaged();
            }
            String secret = json.path("secret").asText();
            if (Base64.getUrlDecoder().decode(secret).length != 32 || secret.length() != 43) {
                throw damaged();
            }
            Invitation invitation = new Invitation(
                    Origin.parse(json.path("address").asText()),
                    new NodeId(json.path("node").asText()),
                    secret,
                    Instant.parse(json.path("expires").asText()));
            if (!invitation.text().equals(text)) {
                throw damaged();
            }
            return invitation;
        } catch (RecordFault | IllegalArgumentException | DateTimeException e) {
            throw damaged();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException(
                "the invitation is damaged; copy it again, from its first to its last letter");
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "Invitation[" + address + ", " + node + ", " + expires + "]";
    }
}
