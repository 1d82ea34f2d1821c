package org.guildhall.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What was asked: the segments of the path, the members of the body, and where to tell progress.
 *
 * @param progress takes progress documents; told to the caller only by commands that stream
 * @param cancelled whether the caller has gone; a long command should then stop at the next good moment
 */
public record Call(
        Map<String, String> segments, ObjectNode body, Consumer<ObjectNode> progress, BooleanSupplier cancelled) {

    /** The segment of the path that stands for {@code :name}. */
    public String path(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the command's path has no :" + name);
        }
        return value;
    }

    /** Refuses members of the body that the command does not know: a slip of the pen must not pass in silence. */
    public void only(String... names) throws Refusal {
        Set<String> known = Set.of(names);
        for (Iterator<String> given = body.fieldNames(); given.hasNext(); ) {
            String name = given.next();
            if (!known.contains(name)) {
                throw Refusal.badRequest("\"" + name + "\" is not known here; known are " + String.join(", ", names));
            }
        }
    }

    public String text(String name) throws Refusal {
        return optionalText(name).orElseThrow(() -> Refusal.badRequest("\"" + name + "\" is missing"));
    }

    public Optional<String> optionalText(String name) throws Refusal {
        JsonNode value = body.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Refusal.badRequest("\"" + name + "\" must be a text");
        }
        return Optional.of(value.textValue());
    }

    public boolean flag(String name) throws Refusal {
        JsonNode value = body.get(name);
        if (value != null && !value.isBoolean()) {
            throw Refusal.badRequest("\"" + name + "\" must be true or false");
        }
        return value != null && value.booleanValue();
    }

    public long integer(String name, long fallback, long least, long most) throws Refusal {
        JsonNode value = body.get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw Refusal.badRequest("\"" + name + "\" must be a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    /** Texts by their names; none when nothing is given. */
    public Map<String, String> pairs(String name) throws Refusal {
        JsonNode value = body.get(name);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (value == null) {
            return pairs;
        }
        if (!value.isObject()) {
            throw Refusal.badRequest("\"" + name + "\" must be an object of texts");
        }
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            if (!one.getValue().isTextual()) {
                throw Refusal.badRequest("\"" + name + "\" must be an object of texts");
            }
            pairs.put(one.getKey(), one.getValue().textValue());
        }
        return pairs;
    }

    public List<String> texts(String name) throws Refusal {
        JsonNode value = body.get(name);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!value.isArray()) {
            throw Refusal.badRequest("\"" + name + "\" must be a list of texts");
        }
        for (JsonNode item : value) {
            if (!item.isTextual() || item.textValue().isBlank()) {
                throw Refusal.badRequest("\"" + name + "\" must be a list of texts");
            }
            texts.add(item.textValue());
        }
        return texts;
    }
}
