package org.guildhall.signing;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The text that an HTTP message signature signs (RFC 9421, section 2.5). */
final class SignatureBase {
    private SignatureBase() {}

    /**
     * @param components values by component name, in the order they are covered in
     * @param parameters the signature's inner list with its parameters, serialised
     * @throws IllegalArgumentException when a value has a character outside printable ASCII, such as a newline
     */
    static byte[] of(Map<String, String> components, String parameters) {
        StringBuilder base = new StringBuilder();
        components.forEach((name, value) -> line(base, name, value).append('\n'));
        return line(base, "@signature-params", parameters).toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static StringBuilder line(StringBuilder base, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("the value of " + name + " is not printable ASCII");
        }
        return base.append('"').append(name).append("\": ").append(value);
    }
}
