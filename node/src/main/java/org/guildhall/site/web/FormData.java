package org.guildhall.site.web;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded}, strictly: UTF-8, at most 64 fields, each name once. */
public final class FormData {

    static final int MAX_FIELDS = 64;

    private FormData() {}

    /**
     * Reads a body of a type that {@link BodyReader} lets through.
     *
     * @param type its {@code Content-Type}
     * @throws RequestFault BAD_REQUEST when it can't be read
     */
    public static Map<String, String> read(byte[] body, String type) {
        return type.strip().toLowerCase(Locale.ROOT).startsWith(BodyReader.WITH_FILES)
                ? MultipartForm.read(body, type)
                : read(body);
    }

    /**
     * Reads a body or a query.
     *
     * @throws RequestFault BAD_REQUEST for anything else
     */
    public static Map<String, String> read(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        String text = utf8(body);
        if (text.isEmpty()) {
            return fields;
        }
        for (String pair : text.split("&", MAX_FIELDS + 2)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (fields.size() == MAX_FIELDS || fields.put(name, value) != null) {
                throw new RequestFault(RequestFault.Reason.BAD_REQUEST);
            }
        }
        return fields;
    }

    /**
     * Reads the query of an address. Nobody types a zero byte, and not every database takes one in a question.
     *
     * @throws RequestFault BAD_REQUEST for anything else
     */
    public static Map<String, String> readQuery(String query) {
        Map<String, String> fields = read(query.getBytes(StandardCharsets.ISO_8859_1));
        if (fields.values().stream().anyMatch(value -> value.indexOf(0) >= 0)) {
            throw new RequestFault(RequestFault.Reason.BAD_REQUEST);
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            String value = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
            return utf8(value.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new RequestFault(RequestFault.Reason.BAD_REQUEST);
        }
    }

    /** Refuses what is not UTF-8 rather than storing something that nobody wrote. */
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RequestFault(RequestFault.Reason.BAD_REQUEST);
        }
    }
}
