package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * Bytes in a vector: {@code {"text": …}} where they are text that a person can read, {@code {"base64": …}} where not, and
 * {@code {"parts": [{"text": …, "times": n}, …]}} where they are long and dull.
 */
public final class Wire {
    private Wire() {}

    public static ObjectNode of(byte[] bytes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.codePoints().allMatch(Wire::isReadable)) {
                return json.put("text", text);
            }
        } catch (CharacterCodingException e) {
            // not text
        }
        return json.put("base64", Base64.getEncoder().encodeToString(bytes));
    }

    public static ObjectNode of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** The text with {@code filler} in the place of its only {@code marker}, {@code times} over. */
    public static ObjectNode filled(String text, String marker, String filler, int times) {
        int at = text.indexOf(marker);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("parts")
                .add(JsonNodeFactory.instance.objectNode().put("text", text.substring(0, at)))
                .add(JsonNodeFactory.instance.objectNode().put("text", filler).put("times", times))
                .add(JsonNodeFactory.instance.objectNode().put("text", text.substring(at + marker.length())));
        return json;
    }

    public static byte[] bytes(JsonNode json) {
        if (json.has("base64")) {
            return Base64.getDecoder().decode(json.path("base64").textValue());
        }
        if (json.has("text")) {
            return json.path("text").textValue().getBytes(UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode part : json.path("parts")) {
            byte[] text = part.path("text").textValue().getBytes(UTF_8);
            for (int i = 0; i < part.path("times").asInt(1); i++) {
                out.writeBytes(text);
            }
        }
        return out.toByteArray();
    }

    private static boolean isReadable(int c) {
        int type = Character.getType(c);
        return c == '\n'
                || c == '\t'
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.PRIVATE_USE
                        && type != Character.UNASSIGNED
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }
}
