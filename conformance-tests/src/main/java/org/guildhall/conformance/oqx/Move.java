package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** A member's statement of a move, chapter 11 section 11. */
public final class Move {
    private static final int BYTES = 4_096;
    private static final int LEVELS = 16;
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration GOOD = Duration.ofDays(7);
    private static final Set<String> MEMBERS = Set.of("created", "from", "oqx", "proof", "statement", "to");

    private Move() {}

    /**
     * Checks it against what a verified credential says.
     *
     * @param about whom the credential is about
     * @param key that the member's record in it names
     * @param to the member who hands it in
     */
    public static void verify(byte[] bytes, Ref about, String key, Ref to, Instant now, Ed25519 rule) throws Fault {
        if (bytes.length > BYTES) {
            throw new Fault("too-large", bytes.length + " bytes");
        }
        ObjectNode json = StrictJson.canonical(bytes, LEVELS);
        Proof proof = Proof.read(json);
        proof.verify(rule);
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        if (!names.equals(new TreeSet<>(MEMBERS))
                || !json.path("oqx").isIntegralNumber()
                || json.path("oqx").longValue() != 1
                || !json.path("statement").asText().equals("move")) {
            throw new Fault("malformed", "not the members of a statement of a move");
        }
        Ref from = ref(json.path("from"));
        Ref target = ref(json.path("to"));
        Instant created = time(json.path("created"));
        if (!from.equals(about) || !proof.multikey().equals(key)) {
            throw new Fault("move", "not the member of the credential, or not with that member's key");
        }
        if (!target.equals(to) || from.equals(target)) {
            throw new Fault("move", "for another member");
        }
        if (created.isAfter(now.plus(AHEAD)) || created.isBefore(now.minus(GOOD))) {
            throw new Fault("move", "not of this time");
        }
    }

    private static Ref ref(JsonNode json) throws Fault {
        if (!json.isObject()
                || json.size() != 2
                || !json.path("node").isTextual()
                || !json.path("id").isTextual()) {
            throw new Fault("malformed", "a member is a node and an id");
        }
        return new Ref(json.path("node").textValue(), json.path("id").textValue());
    }

    private static Instant time(JsonNode json) throws Fault {
        String text = json.asText();
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z")) {
            throw new Fault("malformed", "created is no time");
        }
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw new Fault("malformed", "created is no time");
        }
    }
}
