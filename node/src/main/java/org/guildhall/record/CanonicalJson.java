package org.guildhall.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * JSON in the one form a record may have: RFC 8785 (JCS) restricted to objects, arrays, texts, booleans and integers.
 * Because the form is unique, reading checks it on the way and nothing has to be written again to compare.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** A document that was read, with the place of each top-level member in its bytes. */
    public record Document(ObjectNode root, byte[] bytes, List<Member> members) {
        /** Where a top-level member stands: from its name's quote to the end of its value. */
        public record Member(String name, int from, int to) {}

        /** The canonical bytes of the document without one top-level member; all of them when it is not there. */
        public byte[] without(String name) {
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                if (member.name().equals(name)) {
                    // A member goes with the comma before it; the first one with the comma behind it.
                    int from = i > 0 ? member.from() - 1 : member.from();
                    int to = i == 0 && members.size() > 1 ? member.to() + 1 : member.to();
                    byte[] rest = new byte[bytes.length - (to - from)];
                    System.arraycopy(bytes, 0, rest, 0, from);
                    System.arraycopy(bytes, to, rest, from, bytes.length - to);
                    return rest;
                }
            }
            return bytes;
        }
    }

    /**
     * Reads one object that is in canonical form.
     *
     * @throws RecordFault {@code malformed} when it is not JSON of our subset, {@code not-canonical} when it is but
     *     spelled otherwise, {@code too-large} when it nests deeper than the limit
     */
    public static Document read(byte[] bytes) throws RecordFault {
        return new CanonicalParser(bytes).document();
    }

    /**
     * The canonical bytes of a value.
     *
     * @throws IllegalArgumentException for values that a record cannot hold (floating point, null, big integers)
     */
    public static byte[] write(JsonNode json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        StringBuilder text = new StringBuilder(1024);
        append(json, text);
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static void append(JsonNode json, StringBuilder out) {
        if (json.isObject()) {
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            // String order is the order of UTF-16 code units that RFC 8785 asks for.
            Collections.sort(names);
            char before = '{';
            for (String name : names) {
                out.append(before);
                appendText(name, out);
                out.append(':');
                append(json.get(name), out);
                before = ',';
            }
            out.append(names.isEmpty() ? "{}" : "}");
        } else if (json.isArray()) {
            out.append('[');
            for (int i = 0; i < json.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                append(json.get(i), out);
            }
            out.append(']');
        } else if (json.isTextual()) {
            appendText(json.textValue(), out);
        } else if (json.isBoolean()) {
            out.append(json.booleanValue());
        } else if (json.isIntegralNumber() && json.canConvertToLong() && Math.abs(json.longValue()) <= Limits.INTEGER) {
            out.append(json.longValue());
        } else {
            throw new IllegalArgumentException("a record cannot hold " + json);
        }
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c >= 0x10 ? '1' : '0').append(Character.forDigit(c & 0xf, 16));
                    } else if (Character.isSurrogate(c) && !pairAt(text, i)) {
                        throw new IllegalArgumentException("a lone surrogate at " + i);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean pairAt(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
