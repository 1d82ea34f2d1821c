package org.guildhall.site.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it is shown: what was typed is kept, each message stands beside its field.
 *
 * @param values by field name
 * @param errors messages in the reader's language, by field name, in the order of the fields; "" is about the whole form
 * @param preview rendered Markdown, null when no preview was asked for
 */
public record Form(
        Map<String, String> values,
        Map<String, String> errors,
        @Nullable String preview) {

    public Form {
        values = Map.copyOf(values);
        errors = new LinkedHashMap<>(errors);
    }

    public static Form empty() {
        return new Form(Map.of(), Map.of(), null);
    }

    public static Form of(Map<String, String> values) {
        return new Form(values, Map.of(), null);
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /** The value of {@code aria-invalid}. */
    public @Nullable String invalid(String field) {
        return errors.containsKey(field) ? "true" : null;
    }

    /** The ids a field is described by: its hint always, its message when there is one. */
    public String describedBy(String field) {
        return errors.containsKey(field) ? field + "-error " + field + "-hint" : field + "-hint";
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    public boolean is(String field, String value) {
        return value(field).equals(value);
    }

    public List<Map.Entry<String, String>> messages() {
        return List.copyOf(errors.entrySet());
    }

    public Form withPreview(String html) {
        return new Form(values, errors, html);
    }
}
