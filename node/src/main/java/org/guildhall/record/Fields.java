package org.guildhall.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the members of one JSON object and says in words what is wrong with the one that does not fit. */
final class Fields {
    private static final int UUID_LENGTH = 36;

    private final ObjectNode json;

    Fields(ObjectNode json) {
        this.json = json;
    }

    boolean has(String name) {
        return json.has(name);
    }

    String text(String name, int longest) throws RecordFault {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw RecordFault.malformed(name + " must be a text");
        }
        String text = value.textValue();
        if (text.isEmpty()) {
            throw RecordFault.malformed(name + " must not be empty");
        }
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw RecordFault.tooLarge(name + " has " + length + " characters, the limit is " + longest);
        }
        boolean prose = name.equals("text") || name.equals("description") || name.equals("reason");
        if (hasControls(text, prose)) {
            throw RecordFault.malformed(name + " has control characters");
        }
        return text;
    }

    /** Checks a member that is nowhere used, if it is there. */
    void requireText(String name, int longest) throws RecordFault {
        if (has(name)) {
            var unused = text(name, longest);
        }
    }

    Optional<String> optionalText(String name, int longest) throws RecordFault {
        return has(name) ? Optional.of(text(name, longest)) : Optional.empty();
    }

    /** Only prose may have line feeds and tabs; nothing may have other control characters below U+0020. */
    private static boolean hasControls(String text, boolean prose) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && !(prose && (c == '\n' || c == '\t'))) {
                return true;
            }
        }
        return false;
    }

    long integer(String name, long least, long most) throws RecordFault {
        JsonNode value = required(name);
        if (!value.isIntegralNumber()) {
            throw RecordFault.malformed(name + " must be an integer");
        }
        long number = value.longValue();
        if (number < least || number > most) {
            throw RecordFault.malformed(name + " must be from " + least + " to " + most);
        }
        return number;
    }

    Optional<Long> optionalInteger(String name, long least, long most) throws RecordFault {
        return has(name) ? Optional.of(integer(name, least, most)) : Optional.empty();
    }

    UUID uuid(String name) throws RecordFault {
        String text = text(name, UUID_LENGTH);
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw RecordFault.malformed(name + " must be a UUID in lower case");
    }

    NodeId nodeId(String name) throws RecordFault {
        try {
            return new NodeId(text(name, 80));
        } catch (IllegalArgumentException e) {
            throw RecordFault.malformed(name + ": " + e.getMessage());
        }
    }

    Multikey multikey(String name) throws RecordFault {
        try {
            return new Multikey(text(name, 80));
        } catch (IllegalArgumentException e) {
            throw RecordFault.malformed(name + ": " + e.getMessage());
        }
    }

    Digest digest(String name) throws RecordFault {
        try {
            return Digest.ofText(text(name, 43));
        } catch (IllegalArgumentException e) {
            throw RecordFault.malformed(name + ": " + e.getMessage());
        }
    }

    Instant timestamp(String name) throws RecordFault {
        return Timestamps.parse(text(name, 40));
    }

    Optional<Instant> optionalTimestamp(String name) throws RecordFault {
        return has(name) ? Optional.of(timestamp(name)) : Optional.empty();
    }

    /** A reference to an object: {@code {"node": …, "id": …}}. */
    ObjectId reference(String name) throws RecordFault {
        Fields fields = object(name);
        return new ObjectId(fields.nodeId("node"), fields.uuid("id"));
    }

    Optional<ObjectId> optionalReference(String name) throws RecordFault {
        return has(name) ? Optional.of(reference(name)) : Optional.empty();
    }

    Fields object(String name) throws RecordFault {
        if (required(name) instanceof ObjectNode object) {
            return new Fields(object);
        }
        throw RecordFault.malformed(name + " must be an object");
    }

    List<Fields> objects(String name, int most) throws RecordFault {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!(item instanceof ObjectNode object)) {
                throw RecordFault.malformed(name + " must hold objects");
            }
            objects.add(new Fields(object));
        }
        return List.copyOf(objects);
    }

    List<String> texts(String name, int most, int longest) throws RecordFault {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!item.isTextual()
                    || item.textValue().isEmpty()
                    || item.textValue().length() > longest) {
                throw RecordFault.malformed(name + " must hold texts of 1 to " + longest + " characters");
            }
            texts.add(item.textValue());
        }
        return List.copyOf(texts);
    }

    private JsonNode array(String name, int most) throws RecordFault {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw RecordFault.malformed(name + " must be an array");
        }
        if (value.size() > most) {
            throw RecordFault.tooLarge(name + " has " + value.size() + " items, the limit is " + most);
        }
        return value;
    }

    private JsonNode required(String name) throws RecordFault {
        JsonNode value = json.get(name);
        if (value == null) {
            throw RecordFault.malformed("the member " + name + " is missing");
        }
        return value;
    }
}
