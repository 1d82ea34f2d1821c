package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON subset of chapter 01 §1. */
public final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final long LARGEST = (1L << 53) - 1;

    private StrictJson() {}

    /** Reads an object in JCS form, OQX-REC-001 to 006 and 008. */
    public static ObjectNode canonical(byte[] bytes, int levels) throws Fault {
        ObjectNode object = object(bytes, levels);
        if (!Arrays.equals(Jcs.bytes(object), bytes)) {
            throw new Fault("not-canonical", "the bytes are not the JCS form of what they say");
        }
        return object;
    }

    /** Reads an object in any spelling, OQX-REC-001 to 006. */
    public static ObjectNode object(byte[] bytes, int levels) throws Fault {
        String text = utf8(bytes);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Fault("malformed", "not a JSON object");
            }
            ObjectNode object = object(parser, 1, levels);
            if (parser.nextToken() != null) {
                throw new Fault("malformed", "something follows the object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new Fault("malformed", e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    static String utf8(byte[] bytes) throws Fault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Fault("malformed", "not UTF-8");
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token, int level, int levels) throws IOException, Fault {
        return switch (token) {
            case START_OBJECT -> object(parser, level, levels);
            case START_ARRAY -> array(parser, level, levels);
            case VALUE_STRING -> TextNode.valueOf(paired(parser.getText()));
            case VALUE_NUMBER_INT -> LongNode.valueOf(integer(parser.getText()));
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> throw new Fault("malformed", "null");
            case VALUE_NUMBER_FLOAT -> throw new Fault("malformed", "a number with fraction or exponent");
            default -> throw new Fault("malformed", "unexpected " + token);
        };
    }

    private static ObjectNode object(JsonParser parser, int level, int levels) throws IOException, Fault {
        enter(level, levels);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = paired(parser.currentName());
            object.set(name, value(parser, parser.nextToken(), level + 1, levels));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, int level, int levels) throws IOException, Fault {
        enter(level, levels);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, level + 1, levels));
        }
        return array;
    }

    private static void enter(int level, int levels) throws Fault {
        if (level > levels) {
            throw new Fault("too-large", "nested deeper than " + levels + " levels");
        }
    }

    private static long integer(String digits) throws Fault {
        if (digits.length() <= 17) {
            long number = Long.parseLong(digits);
            if (Math.abs(number) <= LARGEST) {
                return number;
            }
        }
        throw new Fault("malformed", "an integer beyond 2^53 - 1: " + digits);
    }

    private static String paired(String text) throws Fault {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw new Fault("malformed", "an unpaired surrogate");
            }
        }
        return text;
    }
}
