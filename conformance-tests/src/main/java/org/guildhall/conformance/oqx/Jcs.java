package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** RFC 8785 for values of our subset (chapter 01 §1). */
public final class Jcs {
    private Jcs() {}

    public static byte[] bytes(JsonNode value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                // The natural order of Java's strings is that of UTF-16 code units.
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
                String separator = "{";
                for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
                    out.append(separator);
                    string(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append(sorted.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                out.append('[');
                for (Iterator<JsonNode> items = value.elements(); items.hasNext(); ) {
                    write(items.next(), out);
                    if (items.hasNext()) {
                        out.append(',');
                    }
                }
                out.append(']');
            }
            case STRING -> string(value.textValue(), out);
            case BOOLEAN -> out.append(value.booleanValue());
            case NUMBER -> {
                if (!value.isIntegralNumber()) {
                    throw new IllegalArgumentException("not an integer: " + value);
                }
                out.append(value.longValue());
            }
            default -> throw new IllegalArgumentException("not in the subset: " + value);
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int simple = "\"\\\b\t\n\f\r".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("\"\\btnfr".charAt(simple));
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
