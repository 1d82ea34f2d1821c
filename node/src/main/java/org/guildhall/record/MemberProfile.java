package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A member as their node introduces them. Affiliation and roles are what the node vouches for.
 *
 * @param key of a pair that the member alone holds
 */
public record MemberProfile(
        String handle,
        String name,
        Optional<String> affiliation,
        List<String> roles,
        Optional<Source> source,
        Optional<Multikey> key)
        implements Body {
    private static final int ROLES = 16;

    /** Without a key, as most are. */
    public MemberProfile(
            String handle, String name, Optional<String> affiliation, List<String> roles, Optional<Source> source) {
        this(handle, name, affiliation, roles, source, Optional.empty());
    }

    @Override
    public Kind kind() {
        return Kind.MEMBER;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.empty();
    }

    @Override
    public void write(ObjectNode json) {
        json.put("handle", handle).put("name", name);
        affiliation.ifPresent(organisation -> json.put("affiliation", organisation));
        if (!roles.isEmpty()) {
            ArrayNode items = json.putArray("roles");
            roles.forEach(items::add);
        }
        source.ifPresent(from -> from.write(json));
        key.ifPresent(own -> json.put("key", own.text()));
    }

    static MemberProfile read(Fields fields) throws RecordFault {
        String handle = fields.text("handle", Limits.HANDLE);
        if (!isHandle(handle)) {
            throw RecordFault.malformed(
                    "handle must be a to z, 0 to 9 and . _ - and begin with a letter or digit, not \"" + handle + "\"");
        }
        // Their page at their node: not shown yet, as every page here knows where its member lives.
        if (fields.has("url")) {
            WebAddress.check("url", fields.text("url", Limits.ADDRESS));
        }
        return new MemberProfile(
                handle,
                fields.text("name", Limits.NAME),
                fields.optionalText("affiliation", Limits.AFFILIATION),
                fields.has("roles") ? fields.texts("roles", ROLES, Limits.NAME) : List.of(),
                Source.read(fields),
                fields.has("key") ? Optional.of(fields.multikey("key")) : Optional.empty());
    }

    /** Whether the text can be a handle: 1 to 40 of {@code a-z 0-9 . _ -}, beginning with a letter or digit. */
    public static boolean isHandle(String text) {
        if (text.isEmpty() || text.length() > Limits.HANDLE || ".-_".indexOf(text.charAt(0)) >= 0) {
            return false;
        }
        return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".-_".indexOf(c) >= 0);
    }
}
