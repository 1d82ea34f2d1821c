package org.guildhall.admin.stackexchange;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote something, as far as the dump says.
 *
 * @param sourceId what the member's UUID is derived from: the user's number at the source; {@code name:…} if only a name is
 *     left; {@code anonymous} if nothing is
 * @param name what the dump shows beside the post, or null: then Users.xml has it
 */
record Author(String sourceId, @Nullable String name) {

    static final Author ANONYMOUS = new Author("anonymous", null);

    /** A deleted account is shown as “user254”, and 254 was its number. */
    private static final Pattern DELETED = Pattern.compile("user([1-9][0-9]{0,9})");

    static Author of(@Nullable Integer userId, @Nullable String displayName) {
        String name = displayName == null ? null : Fit.cut(Fit.line(displayName), Limits.NAME);
        if (userId != null) {
            return new Author(Integer.toString(userId), name);
        }
        if (name == null || name.isEmpty()) {
            return ANONYMOUS;
        }
        Matcher deleted = DELETED.matcher(name);
        return new Author(deleted.matches() ? deleted.group(1) : "name:" + name, name);
    }

    /** The user's number at the source, or null if there is no page of theirs. */
    @Nullable
    Integer userId() {
        if (!sourceId.matches("-?[0-9]{1,10}")) {
            return null;
        }
        long number = Long.parseLong(sourceId);
        return number == (int) number ? (int) number : null;
    }
}
