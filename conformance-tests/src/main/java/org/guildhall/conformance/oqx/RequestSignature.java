package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one profile of RFC 9421, chapter 06 §5. */
public final class RequestSignature {
    private static final int TOLERANCE_SECONDS = 300;
    private static final Pattern INPUT = Pattern.compile("oqx=(\\(\"@method\" \"@target-uri\" \"content-digest\"\\)"
            + ";created=(0|[1-9][0-9]{0,11});nonce=\"([A-Za-z0-9_-]{22})\""
            + ";keyid=\"(did:key:[A-Za-z0-9]{1,80}#[A-Za-z0-9]{1,80})\";alg=\"ed25519\";tag=\"oqx\")");
    private static final Pattern SIGNATURE = Pattern.compile("oqx=:([A-Za-z0-9+/]{86}==):");

    private RequestSignature() {}

    /** A header field as it stands in a request. */
    public record Field(String name, String value) {}

    /** A request as the receiver sees it: its own base address, and path and query of the request. */
    public record Request(String method, String address, String target, List<Field> fields, byte[] body) {}

    public static String contentDigest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Hashes.sha256(body)) + ":";
    }

    public static String parameters(long created, String nonce, String keyId) {
        return "(\"@method\" \"@target-uri\" \"content-digest\");created=" + created + ";nonce=\"" + nonce
                + "\";keyid=\"" + keyId + "\";alg=\"ed25519\";tag=\"oqx\"";
    }

    public static String base(String method, String targetUri, String contentDigest, String parameters) {
        return "\"@method\": " + method + "\n\"@target-uri\": " + targetUri + "\n\"content-digest\": " + contentDigest
                + "\n\"@signature-params\": " + parameters;
    }

    /** The three header fields of a signed request. */
    public static List<Field> sign(
            String method, String targetUri, byte[] body, long created, String nonce, SecretKey key) {
        String parameters = parameters(created, nonce, Multikey.verificationMethod(key.multikey()));
        String digest = contentDigest(body);
        byte[] signature = key.sign(base(method, targetUri, digest, parameters).getBytes(UTF_8));
        return List.of(
                new Field("Content-Digest", digest),
                new Field("Signature-Input", "oqx=" + parameters),
                new Field("Signature", "oqx=:" + Base64.getEncoder().encodeToString(signature) + ":"));
    }

    /** Checks a request in the order of OQX-PEE-031 and returns the multikey that signed it. */
    public static String verify(Request request, Peering.Context context, Ed25519 rule) throws Fault {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : List.of("Content-Digest", "Signature-Input", "Signature")) {
            fields.put(name, single(request, name));
        }
        Matcher input = matching("Signature-Input", INPUT, fields);
        String digest = fields.getOrDefault("Content-Digest", "");
        byte[] signature = Base64.getDecoder()
                .decode(matching("Signature", SIGNATURE, fields).group(1));
        String nonce = input.group(3);
        String multikey = Multikey.ofVerificationMethod(input.group(4), "signature-input");
        if (!digest.equals(contentDigest(request.body()))) {
            throw new Fault("content-digest", "not the digest of the body");
        }
        if (Math.abs(Long.parseLong(input.group(2)) - context.now()) > TOLERANCE_SECONDS) {
            throw new Fault("signature-expired", "created " + input.group(2));
        }
        String base = base(request.method(), request.address() + request.target(), digest, input.group(1));
        rule.verify(Multikey.decode(multikey, "signature-input"), base.getBytes(UTF_8), signature);
        if (!context.currentKeys().contains(multikey)) {
            throw new Fault("key-unknown", multikey);
        }
        if (context.seenNonces().contains(nonce)) {
            throw new Fault("signature-replayed", nonce);
        }
        return multikey;
    }

    private static String single(Request request, String name) throws Fault {
        List<String> values = request.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
        if (values.isEmpty()) {
            throw new Fault("signature-missing", name + " is missing");
        }
        if (values.size() > 1) {
            throw new Fault("signature-input", name + " is there more than once");
        }
        return values.get(0);
    }

    private static Matcher matching(String name, Pattern pattern, Map<String, String> fields) throws Fault {
        Matcher match = pattern.matcher(fields.getOrDefault(name, ""));
        if (!match.matches()) {
            throw new Fault("signature-input", name + " is not of the profile");
        }
        return match;
    }

    /** A nonce from 16 bytes. */
    public static String nonce(byte[] random) {
        return Hashes.base64Url(Arrays.copyOf(random, 16));
    }
}
