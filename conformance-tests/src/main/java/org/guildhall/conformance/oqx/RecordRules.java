package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of chapter 01 §§3 and 5, one method a table. */
final class RecordRules {
    private static final String NIL = "00000000-0000-0000-0000-000000000000";
    private static final Pattern HANDLE = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern VERDICT_CODE = Pattern.compile("[a-z][a-z0-9-]*");
    private static final long REVISIONS = Integer.MAX_VALUE;

    private RecordRules() {}

    /** Checks everything but the proof and returns the record's thread. */
    static @Nullable Ref check(ObjectNode record) throws Fault {
        if (Members.integer(record, "oqx", Long.MIN_VALUE, Long.MAX_VALUE) != 1) {
            throw new Fault("unknown-version", "oqx is not 1");
        }
        String kind = Members.line(record, "kind", 40);
        if (!SignedRecord.isKnown(kind)) {
            throw new Fault("unknown-kind", kind);
        }
        Members.node(record, "node");
        if (Members.uuid(record, "id").equals(NIL) != kind.equals("Node")) {
            throw new Fault("malformed", "the UUID of zeros is for Node, and only for Node");
        }
        Members.integer(record, "revision", 1, REVISIONS);
        Members.time(record, "dateCreated");
        Members.oneOf(record, "audience", "public", "peers");
        Hashes.base64Url(Members.line(record, "nonce", 22), 16);
        return switch (kind) {
            case "Node" -> node(record);
            case "Member" -> member(record);
            case "Question" -> question(record);
            case "Answer" -> answer(record);
            case "Comment" -> comment(record);
            case "Accept" -> accept(record);
            case "Verdict" -> verdict(record);
            case "Tally" -> tally(record);
            case "Attestation" -> attestation(record);
            case "Label" -> label(record);
            case "Erase" -> erase(record);
            case "Drop" -> drop(record);
            case "Receipt" -> receipt(record);
            default -> link(record);
        };
    }

    private static @Nullable Ref node(ObjectNode record) throws Fault {
        Members.line(record, "name", 80);
        Multikey.decode(Members.line(record, "identityKey", 80), "malformed");
        Hashes.base64Url(Members.line(record, "nextIdentity", 43), 32);
        List<String> keys = new ArrayList<>();
        for (JsonNode item : Members.array(record, "signingKeys", 1, 64)) {
            ObjectNode entry = asObject("signingKeys", item);
            String key = Members.line(entry, "key", 80);
            Multikey.decode(key, "malformed");
            if (Members.has(entry, "revokedAt")) {
                Members.integer(entry, "revokedAt", 0, Long.MAX_VALUE);
            }
            if (keys.contains(key)) {
                throw new Fault("malformed", "signingKeys lists a key twice");
            }
            keys.add(key);
        }
        JsonNode addresses = Members.array(record, "addresses", 1, 8);
        for (JsonNode address : addresses) {
            Members.address("addresses", address);
        }
        Members.distinct("addresses", addresses);
        Members.optionalLine(record, "contact", 500);
        Members.optionalLine(record, "license", 200);
        Members.optionalParagraphs(record, "description", 2000);
        if (Members.has(record, "cosigningKey")) {
            Multikey.decode(Members.line(record, "cosigningKey", 80), "malformed");
        }
        if (Members.has(record, "continues")) {
            ObjectNode continues = Members.object(record, "continues");
            Members.integer(continues, "size", 1, Long.MAX_VALUE);
            Hashes.base64Url(Members.line(continues, "root", 43), 32);
        }
        return null;
    }

    private static @Nullable Ref member(ObjectNode record) throws Fault {
        Members.matching(record, "handle", 40, HANDLE);
        Members.line(record, "name", 80);
        Members.optionalLine(record, "affiliation", 120);
        if (Members.has(record, "roles")) {
            for (JsonNode role : Members.array(record, "roles", 0, 16)) {
                Members.checked("roles", role, 80, "");
            }
        }
        if (Members.has(record, "url")) {
            Members.url(record, "url");
        }
        if (Members.has(record, "key")) {
            Multikey.decode(Members.line(record, "key", 80), "malformed");
        }
        source(record);
        return null;
    }

    private static Ref question(ObjectNode record) throws Fault {
        Members.uuid(record, "author");
        Members.line(record, "name", 300);
        Members.paragraphs(record, "text", 65_536);
        Members.tags(record, "keywords");
        Members.language(record, "inLanguage");
        Members.line(record, "license", 200);
        published(record);
        return new Ref(Members.node(record, "node"), Members.uuid(record, "id"));
    }

    private static Ref answer(ObjectNode record) throws Fault {
        Members.uuid(record, "author");
        Members.paragraphs(record, "text", 65_536);
        Members.language(record, "inLanguage");
        Members.line(record, "license", 200);
        published(record);
        return Members.ref(record, "thread");
    }

    private static Ref comment(ObjectNode record) throws Fault {
        Members.uuid(record, "author");
        Members.ref(record, "parent");
        Members.paragraphs(record, "text", 4_096);
        if (Members.has(record, "inLanguage")) {
            Members.language(record, "inLanguage");
        }
        Members.optionalLine(record, "license", 200);
        published(record);
        return Members.ref(record, "thread");
    }

    private static Ref accept(ObjectNode record) throws Fault {
        Ref thread = Members.ref(record, "thread");
        if (Members.has(record, "about")) {
            Members.ref(record, "about");
        }
        only(record, thread.node());
        return named(record, thread, "accept", thread.node(), thread.id());
    }

    private static Ref verdict(ObjectNode record) throws Fault {
        Ref thread = Members.ref(record, "thread");
        Ref about = Members.ref(record, "about");
        Members.oneOf(record, "verdict", "taken", "declined", "excluded");
        Members.integer(record, "ofRevision", 1, REVISIONS);
        Hashes.base64Url(Members.line(record, "ofDigest", 43), 32);
        if (Members.has(record, "code")) {
            Members.matching(record, "code", 60, VERDICT_CODE);
        }
        Members.optionalParagraphs(record, "reason", 500);
        only(record, thread.node());
        if (about.node().equals(thread.node())) {
            throw new Fault("not-owner", "a verdict is about another node's object");
        }
        return named(record, thread, "verdict", about.node(), about.id());
    }

    private static Ref tally(ObjectNode record) throws Fault {
        Ref thread = Members.ref(record, "thread");
        String before = "";
        for (JsonNode item : Members.array(record, "counts", 1, 500)) {
            ObjectNode count = asObject("counts", item);
            Ref about = Members.ref(count, "about");
            Members.integer(count, "up", 0, Integer.MAX_VALUE);
            Members.integer(count, "down", 0, Integer.MAX_VALUE);
            // A space sorts before every character of an id, so the pair compares as its text.
            String place = about.node() + " " + about.id();
            if (place.compareTo(before) <= 0) {
                throw new Fault("malformed", "counts are not in ascending order");
            }
            before = place;
        }
        return named(record, thread, "tally", thread.node(), thread.id());
    }

    private static Ref link(ObjectNode record) throws Fault {
        Ref about = Members.ref(record, "about");
        String relation = Members.oneOf(record, "relation", "duplicate-of", "see-also", "same-as");
        if (Members.has(record, "target") == Members.has(record, "targetUrl")) {
            throw new Fault("malformed", "a link has exactly one of target and targetUrl");
        }
        only(record, about.node());
        if (Members.has(record, "targetUrl")) {
            return named(record, about, "link", about.id(), relation, Members.url(record, "targetUrl"));
        }
        Ref target = Members.ref(record, "target");
        return named(record, about, "link", about.id(), relation, target.node(), target.id());
    }

    private static @Nullable Ref attestation(ObjectNode record) throws Fault {
        Ref about = Members.ref(record, "about");
        Members.oneOf(record, "state", "on", "off");
        Members.optionalParagraphs(record, "reason", 500);
        if (Members.has(record, "standing") == Members.has(record, "role")) {
            throw new Fault("malformed", "an attestation has exactly one of standing and role");
        }
        List<String> parts = new ArrayList<>(List.of(about.node(), about.id()));
        parts.addAll(Members.has(record, "role") ? role(record) : standing(record));
        named(record, about, "attestation", parts.toArray(new String[0]));
        return null;
    }

    private static List<String> role(ObjectNode record) throws Fault {
        ObjectNode role = Members.object(record, "role");
        Members.optionalLine(role, "organization", 120);
        String from = Members.has(role, "validFrom") ? Members.time(role, "validFrom") : "";
        // Times have one spelling of one length, so they compare as texts.
        if (Members.has(role, "validUntil") && Members.time(role, "validUntil").compareTo(from) <= 0) {
            throw new Fault("malformed", "validUntil is not later than validFrom");
        }
        return List.of("role", Members.line(role, "name", 80));
    }

    private static List<String> standing(ObjectNode record) throws Fault {
        ObjectNode standing = Members.object(record, "standing");
        Members.time(standing, "asOf");
        long before = -1;
        for (JsonNode item : Members.array(standing, "periods", 0, 400)) {
            ObjectNode period = asObject("periods", item);
            long quarter = Members.integer(period, "quarter", 0, 32_767);
            for (String count : List.of("answers", "accepted", "up", "down")) {
                Members.integer(period, count, 0, 1_000_000);
            }
            if (quarter <= before) {
                throw new Fault("malformed", "periods are not in ascending order");
            }
            before = quarter;
        }
        return Members.has(standing, "topic")
                ? List.of("standing", Members.tag(standing, "topic"))
                : List.of("standing");
    }

    private static @Nullable Ref label(ObjectNode record) throws Fault {
        Ref about = Members.ref(record, "about");
        String label = Members.matching(record, "label", 40, VERDICT_CODE);
        Members.oneOf(record, "state", "on", "off");
        Members.optionalParagraphs(record, "reason", 500);
        Ref thread = Members.has(record, "thread") ? Members.ref(record, "thread") : null;
        named(record, about, "label", about.node(), about.id(), label);
        return thread;
    }

    private static @Nullable Ref erase(ObjectNode record) throws Fault {
        Ref thread = gone(record);
        Ref about = Members.ref(record, "about");
        only(record, about.node());
        named(record, about, "erase", about.id());
        return thread;
    }

    private static @Nullable Ref drop(ObjectNode record) throws Fault {
        Ref thread = gone(record);
        Ref about = Members.ref(record, "about");
        Members.matching(record, "code", 60, VERDICT_CODE);
        Members.optionalParagraphs(record, "reason", 500);
        named(record, about, "drop", about.node(), about.id());
        return thread;
    }

    private static @Nullable Ref receipt(ObjectNode record) throws Fault {
        Ref about = Members.ref(record, "about");
        Members.integer(record, "payloads", 0, Integer.MAX_VALUE);
        if (about.node().equals(record.path("node").textValue())) {
            throw new Fault("not-owner", "a receipt is for another node's erasure");
        }
        named(record, about, "receipt", about.node(), about.id());
        return null;
    }

    /** What a mark in the place of an object is made of; returns the thread, if there is one. */
    private static @Nullable Ref gone(ObjectNode record) throws Fault {
        Ref about = Members.ref(record, "about");
        String kind = Members.oneOf(
                record, "ofKind", "Member", "Question", "Answer", "Comment", "Attestation", "Label", "Link");
        Members.time(record, "ofDate");
        Ref thread = Members.has(record, "thread") ? Members.ref(record, "thread") : null;
        if (Members.has(record, "parent")) {
            Members.ref(record, "parent");
        }
        boolean post = kind.equals("Question") || kind.equals("Answer") || kind.equals("Comment");
        if (post != (thread != null) || kind.equals("Comment") != Members.has(record, "parent")) {
            throw new Fault("malformed", "a post has its thread, a comment its parent, nothing else has either");
        }
        if (kind.equals("Question") && !about.equals(thread)) {
            throw new Fault("malformed", "a question is its own thread");
        }
        return thread;
    }

    private static void published(ObjectNode record) throws Fault {
        source(record);
        if (Members.has(record, "datePublished")) {
            Members.time(record, "datePublished");
        }
    }

    private static void source(ObjectNode record) throws Fault {
        if (Members.has(record, "source")) {
            ObjectNode source = Members.object(record, "source");
            if (Members.url(source, "site").endsWith("/")) {
                throw new Fault("malformed", "source.site ends with a slash");
            }
            Members.line(source, "id", 100);
            if (Members.has(source, "url")) {
                Members.url(source, "url");
            }
        }
    }

    private static void only(ObjectNode record, String owner) throws Fault {
        if (!record.path("node").textValue().equals(owner)) {
            throw new Fault("not-owner", "only " + owner + " may say this");
        }
    }

    private static Ref named(ObjectNode record, Ref thread, String purpose, String... parts) throws Fault {
        String id = Ref.nameBased(purpose, record.path("node").textValue(), parts);
        if (!record.path("id").textValue().equals(id)) {
            throw new Fault("malformed", "the id must be " + id);
        }
        return thread;
    }

    private static ObjectNode asObject(String name, JsonNode item) throws Fault {
        if (item instanceof ObjectNode object) {
            return object;
        }
        throw new Fault("malformed", name + " must hold objects");
    }
}
