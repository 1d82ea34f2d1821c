package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of single members, chapter 01 §§3 and 4. Each returns the value or refuses it. */
final class Members {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
    private static final Pattern ADDRESS =
            Pattern.compile("(https?)://([a-z0-9-]+(?:\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+\\])(?::([1-9][0-9]{0,4}))?");

    private Members() {}

    static boolean has(ObjectNode object, String name) {
        return object.has(name);
    }

    static String line(ObjectNode object, String name, int most) throws Fault {
        return checked(name, textual(object, name), most, "");
    }

    static String paragraphs(ObjectNode object, String name, int most) throws Fault {
        return checked(name, textual(object, name), most, "\t\n");
    }

    static void optionalLine(ObjectNode object, String name, int most) throws Fault {
        if (has(object, name)) {
            line(object, name, most);
        }
    }

    static void optionalParagraphs(ObjectNode object, String name, int most) throws Fault {
        if (has(object, name)) {
            paragraphs(object, name, most);
        }
    }

    static String oneOf(ObjectNode object, String name, String... values) throws Fault {
        String text = textual(object, name);
        if (!Set.of(values).contains(text)) {
            throw new Fault("malformed", name + " can't be " + text);
        }
        return text;
    }

    static String matching(ObjectNode object, String name, int most, Pattern pattern) throws Fault {
        String text = line(object, name, most);
        if (!pattern.matcher(text).matches()) {
            throw new Fault("malformed", name + " must match " + pattern);
        }
        return text;
    }

    static long integer(ObjectNode object, String name, long least, long most) throws Fault {
        JsonNode value = required(object, name);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            throw new Fault("malformed", name + " must be an integer from " + least + " to " + most);
        }
        return value.longValue();
    }

    static ObjectNode object(ObjectNode object, String name) throws Fault {
        if (required(object, name) instanceof ObjectNode inner) {
            return inner;
        }
        throw new Fault("malformed", name + " must be an object");
    }

    static JsonNode array(ObjectNode object, String name, int least, int most) throws Fault {
        JsonNode value = required(object, name);
        if (!value.isArray() || value.size() < least) {
            throw new Fault("malformed", name + " must be an array of at least " + least);
        }
        if (value.size() > most) {
            throw new Fault("too-large", name + " has more than " + most + " items");
        }
        return value;
    }

    static String uuid(ObjectNode object, String name) throws Fault {
        String text = textual(object, name);
        if (!UUID.matcher(text).matches()) {
            throw new Fault("malformed", name + " must be a UUID in lower case");
        }
        return text;
    }

    static String node(ObjectNode object, String name) throws Fault {
        String text = textual(object, name);
        Multikey.ofNode(text, "malformed");
        return text;
    }

    static Ref ref(ObjectNode object, String name) throws Fault {
        ObjectNode inner = object(object, name);
        return new Ref(node(inner, "node"), uuid(inner, "id"));
    }

    static String time(ObjectNode object, String name) throws Fault {
        String text = textual(object, name);
        try {
            if (TIME.matcher(text).matches()
                    && LocalDateTime.parse(text.substring(0, 19), TO_THE_SECOND).getYear() >= 1970) {
                return text;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new Fault("malformed", name + " must be a time like 2026-11-21T20:00:00.000Z");
    }

    static String url(ObjectNode object, String name) throws Fault {
        String text = line(object, name, 2048);
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean ascii = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (web && ascii && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new Fault("malformed", name + " must be an http or https URL");
    }

    static void language(ObjectNode object, String name) throws Fault {
        matching(object, name, 35, LANGUAGE);
    }

    static void tags(ObjectNode object, String name) throws Fault {
        JsonNode items = array(object, name, 1, 8);
        for (JsonNode item : items) {
            tag(checked(name, item, 40, ""));
        }
        distinct(name, items);
    }

    static String tag(ObjectNode object, String name) throws Fault {
        return tag(line(object, name, 40));
    }

    private static String tag(String tag) throws Fault {
        if (!tag.codePoints().allMatch(c -> isLetterOrDigit(c) || isMark(c) || "+.#-".indexOf(c) >= 0)
                || tag.codePoints().noneMatch(Members::isLetterOrDigit)) {
            throw new Fault("malformed", "not a tag: " + tag);
        }
        return tag;
    }

    static void distinct(String name, JsonNode items) throws Fault {
        Set<JsonNode> seen = new HashSet<>();
        for (Iterator<JsonNode> each = items.elements(); each.hasNext(); ) {
            if (!seen.add(each.next())) {
                throw new Fault("malformed", name + " lists something twice");
            }
        }
    }

    /** A base address, OQX-REC-050. */
    static String address(String name, JsonNode value) throws Fault {
        String text = checked(name, value, 2048, "");
        var match = ADDRESS.matcher(text);
        if (match.matches()) {
            String port = match.group(3);
            String defaultPort = match.group(1).equals("https") ? "443" : "80";
            if (port == null || (!port.equals(defaultPort) && Integer.parseInt(port) <= 65535)) {
                return text;
            }
        }
        throw new Fault("malformed", name + " must hold base addresses, not " + text);
    }

    static String checked(String name, JsonNode value, int most, String controls) throws Fault {
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new Fault("malformed", name + " must be text");
        }
        return checked(name, value.textValue(), most, controls);
    }

    private static String checked(String name, String text, int most, String controls) throws Fault {
        if (text.isEmpty()) {
            throw new Fault("malformed", name + " must not be empty");
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw new Fault("too-large", name + " is longer than " + most);
        }
        if (text.chars().anyMatch(c -> c < ' ' && controls.indexOf(c) < 0)) {
            throw new Fault("malformed", name + " holds a control character");
        }
        return text;
    }

    private static String textual(ObjectNode object, String name) throws Fault {
        JsonNode value = required(object, name);
        if (!value.isTextual()) {
            throw new Fault("malformed", name + " must be text");
        }
        return value.textValue();
    }

    private static JsonNode required(ObjectNode object, String name) throws Fault {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new Fault("malformed", name + " is missing");
        }
        return value;
    }

    private static boolean isLetterOrDigit(int c) {
        int type = Character.getType(c);
        return type == Character.LOWERCASE_LETTER
                || type == Character.MODIFIER_LETTER
                || type == Character.OTHER_LETTER
                || type == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
