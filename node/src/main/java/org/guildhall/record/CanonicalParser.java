package org.guildhall.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One reading of one document; see {@link CanonicalJson}. Recursion is bounded by {@link Limits#DEPTH}. */
final class CanonicalParser {
    private static final int LONGEST_INTEGER = 17;

    private final byte[] bytes;
    private final List<CanonicalJson.Document.Member> members = new ArrayList<>(16);
    private int at;

    CanonicalParser(byte[] bytes) {
        this.bytes = bytes;
    }

    CanonicalJson.Document document() throws RecordFault {
        if (peek() != '{') {
            throw RecordFault.malformed("a record is a JSON object and begins with {");
        }
        ObjectNode root = object(1);
        if (at != bytes.length) {
            throw RecordFault.malformed("bytes follow the end of the object at " + at);
        }
        return new CanonicalJson.Document(root, bytes, List.copyOf(members));
    }

    private JsonNode value(int depth) throws RecordFault {
        int c = peek();
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> TextNode.valueOf(text());
            case 't' -> literal("true", BooleanNode.TRUE);
            case 'f' -> literal("false", BooleanNode.FALSE);
            case 'n' -> throw RecordFault.malformed("null is not allowed in a record, at " + at);
            case ' ', '\t', '\r', '\n' -> throw RecordFault.notCanonical("white space between values at " + at);
            default -> LongNode.valueOf(integer());
        };
    }

    private ObjectNode object(int depth) throws RecordFault {
        enter(depth);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (peek() == '}') {
            at++;
            return object;
        }
        String last = null;
        while (true) {
            int from = at;
            if (peek() != '"') {
                throw unexpected("a member's name in quotes");
            }
            String name = text();
            if (last != null && last.compareTo(name) >= 0) {
                throw last.equals(name)
                        ? RecordFault.malformed("the member " + name + " is there twice")
                        : RecordFault.notCanonical("the member " + name + " must stand before " + last);
            }
            last = name;
            expect(':');
            object.set(name, value(depth + 1));
            if (depth == 1) {
                members.add(new CanonicalJson.Document.Member(name, from, at));
            }
            if (peek() == '}') {
                at++;
                return object;
            }
            expect(',');
        }
    }

    private ArrayNode array(int depth) throws RecordFault {
        enter(depth);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth + 1));
            if (peek() == ']') {
                at++;
                return array;
            }
            expect(',');
        }
    }

    private void enter(int depth) throws RecordFault {
        if (depth > Limits.DEPTH) {
            throw RecordFault.tooLarge("nested deeper than " + Limits.DEPTH);
        }
        at++;
    }

    private String text() throws RecordFault {
        int from = ++at;
        boolean ascii = true;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == '"') {
                String plain =
                        ascii ? new String(bytes, from, at - from, StandardCharsets.ISO_8859_1) : decode(from, at);
                at++;
                return plain;
            }
            if (b == '\\') {
                return escapedText(from);
            }
            if (b >= 0 && b < 0x20) {
                throw RecordFault.malformed("a control character must be escaped, at " + at);
            }
            ascii &= b >= 0;
            at++;
        }
        throw RecordFault.malformed("a text does not end");
    }

    private String escapedText(int from) throws RecordFault {
        StringBuilder text = new StringBuilder();
        int run = from;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == '"') {
                text.append(decode(run, at++));
                return text.toString();
            }
            if (b >= 0 && b < 0x20) {
                throw RecordFault.malformed("a control character must be escaped, at " + at);
            }
            if (b == '\\') {
                text.append(decode(run, at++));
                text.append(escape());
                run = at;
            } else {
                at++;
            }
        }
        throw RecordFault.malformed("a text does not end");
    }

    private char escape() throws RecordFault {
        int c = peek();
        at++;
        return switch (c) {
            case '"', '\\' -> (char) c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> unicodeEscape();
            case '/' -> throw RecordFault.notCanonical("a slash is not escaped, at " + at);
            default -> throw RecordFault.malformed("no such escape, at " + at);
        };
    }

    /** Only control characters that have no short form are written as {@code \}{@code u00xx}, in lower case. */
    private char unicodeEscape() throws RecordFault {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek();
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                boolean capital = c >= 'A' && c <= 'F';
                throw capital
                        ? RecordFault.notCanonical("an escape in capitals at " + at)
                        : RecordFault.malformed("not four hexadecimal digits at " + at);
            }
            code = (code << 4) | digit;
            at++;
        }
        if (Character.isSurrogate((char) code)) {
            throw RecordFault.malformed("a surrogate written as an escape at " + at);
        }
        if (code >= 0x20 || "\b\t\n\f\r".indexOf(code) >= 0) {
            throw RecordFault.notCanonical("a character that needs no such escape at " + at);
        }
        return (char) code;
    }

    private String decode(int from, int to) throws RecordFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RecordFault.malformed("not UTF-8 between " + from + " and " + to);
        }
    }

    private long integer() throws RecordFault {
        int from = at;
        while (at < bytes.length && at - from <= LONGEST_INTEGER && (bytes[at] == '-' || isDigit(bytes[at]))) {
            at++;
        }
        String digits = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        if (at < bytes.length && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E')) {
            throw RecordFault.malformed("only integers are allowed, at " + at);
        }
        String magnitude = digits.startsWith("-") ? digits.substring(1) : digits;
        if (magnitude.isEmpty() || magnitude.indexOf('-') >= 0) {
            at = from;
            throw unexpected("a value");
        }
        if (magnitude.length() > 16) {
            throw RecordFault.malformed("an integer beyond 2^53 - 1 at " + from);
        }
        if ((magnitude.length() > 1 && magnitude.charAt(0) == '0') || digits.equals("-0")) {
            throw RecordFault.malformed("an integer with a needless zero at " + from);
        }
        long number = Long.parseLong(digits);
        if (Math.abs(number) > Limits.INTEGER) {
            throw RecordFault.malformed("an integer beyond 2^53 - 1 at " + from);
        }
        return number;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private JsonNode literal(String word, JsonNode value) throws RecordFault {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private void expect(char wanted) throws RecordFault {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private int peek() throws RecordFault {
        if (at >= bytes.length) {
            throw RecordFault.malformed("the document ends too early");
        }
        return bytes[at];
    }

    private RecordFault unexpected(String wanted) {
        byte found = bytes[at];
        boolean space = found == ' ' || found == '\t' || found == '\r' || found == '\n';
        return space
                ? RecordFault.notCanonical("white space between values at " + at)
                : RecordFault.malformed("expected " + wanted + " at " + at);
    }
}
