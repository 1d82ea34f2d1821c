package org.guildhall.site.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.site.web.RequestFault.Reason;

/** Reads {@code multipart/form-data} (RFC 7578) in memory and strictly: at most 64 fields, each name once, nothing around the parts. */
final class MultipartForm {
    private static final int LONGEST_HEAD = 1_024;
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISPOSITION = Pattern.compile(
            "^content-disposition:\\s*form-data;\\s*name=\"([^\"]*)\"(;\\s*filename=.*)?$",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private MultipartForm() {}

    /**
     * The fields and the files' contents, by the names of their fields.
     *
     * @param type the whole {@code Content-Type}
     * @throws RequestFault BAD_REQUEST for anything else
     */
    static Map<String, String> read(byte[] body, String type) {
        Matcher boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        String delimiter = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        // One character a byte, so that places in the text are places in the body.
        String text = new String(body, ISO_8859_1);
        Map<String, String> fields = new LinkedHashMap<>();
        int at = 0;
        while (text.startsWith(delimiter + "\r\n", at)) {
            int head = at + delimiter.length() + 2;
            int content = text.indexOf("\r\n\r\n", head) + 4;
            int end = text.indexOf("\r\n" + delimiter, content);
            if (content < 4 || content - head > LONGEST_HEAD || end < 0 || fields.size() == FormData.MAX_FIELDS) {
                throw new RequestFault(Reason.BAD_REQUEST);
            }
            Matcher named =
                    DISPOSITION.matcher(text.substring(head, content - 4).replace("\r\n", "\n"));
            if (!named.find()) {
                throw new RequestFault(Reason.BAD_REQUEST);
            }
            String name = FormData.utf8(named.group(1).getBytes(ISO_8859_1));
            byte[] value = text.substring(content, end).getBytes(ISO_8859_1);
            if (fields.put(name, named.group(2) == null ? FormData.utf8(value) : file(value)) != null) {
                throw new RequestFault(Reason.BAD_REQUEST);
            }
            at = end + 2;
        }
        String last = text.substring(at);
        if (!last.equals(delimiter + "--\r\n") && !last.equals(delimiter + "--")) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        return fields;
    }

    /** A file that is no text is one character that begins no file of ours, so that its page can say so. */
    private static String file(byte[] bytes) {
        try {
            return FormData.utf8(bytes);
        } catch (RequestFault e) {
            return "\uFFFD";
        }
    }
}
