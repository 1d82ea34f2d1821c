package org.guildhall.signing;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.guildhall.record.Multikey;
import org.guildhall.record.Sha256;

/**
 * Signed requests between nodes: the one RFC 9421 profile of the protocol (OQX, chapter HTTP). Label {@code oqx}; covered are
 * exactly method, target URI and content digest; parameters are exactly created, nonce, keyid, alg and tag; both in this order and
 * in the one spelling that RFC 9651 gives them (OQX-PEE-041). There is nothing to negotiate: whatever is missing, more or
 * spelled otherwise is refused.
 *
 * <p>Method and target URI are given by the receiver, never read from what the sender claims: the URI is the one this node is
 * reached at (its own address, then path and query as they came).
 */
public final class HttpSignature {
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String LABEL = "oqx";
    private static final List<String> COVERED = List.of("@method", "@target-uri", "content-digest");
    private static final List<String> PARAMETERS = List.of("created", "nonce", "keyid", "alg", "tag");
    private static final long LAST_SECOND = 999_999_999_999L;
    private static final int LONGEST_HEADER = 2_048;
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final Verifier verifier;
    private final Clock clock;

    public HttpSignature(Verifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * The headers to add to a request, by name in lower case.
     *
     * @param nonce base64url of 16 random bytes, 22 characters, that this key used in no other request
     */
    public Map<String, String> sign(String method, String targetUri, byte[] body, String nonce, SigningKey key) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("created", clock.instant().getEpochSecond());
        parameters.put("nonce", nonce);
        parameters.put("keyid", key.verificationMethod());
        parameters.put("alg", "ed25519");
        parameters.put("tag", LABEL);
        List<Item<?>> covered = new ArrayList<>();
        COVERED.forEach(component -> covered.add(StringItem.valueOf(component)));
        InnerList input = InnerList.valueOf(covered).withParams(Parameters.valueOf(parameters));
        String digest = "sha-256=" + ByteSequenceItem.valueOf(Sha256.of(body)).serialize();
        byte[] signature = key.sign(base(method, targetUri, digest, input));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-digest", digest);
        headers.put("signature-input", LABEL + "=" + input.serialize());
        headers.put(
                "signature", LABEL + "=" + ByteSequenceItem.valueOf(signature).serialize());
        return headers;
    }

    /** Who signed a request, and the nonce by which it is known again. */
    public record Signed(Multikey key, String nonce) {}

    /**
     * Who signed this request, body included. Whether that key may do what is asked, and whether it asked before ({@link
     * NonceMemory}), is for the caller to say.
     *
     * @param headers all values of a header, by its name in lower case; empty when there is none
     * @throws SignatureFault {@code signature-missing}, {@code signature-input}, {@code content-digest}, {@code
     *     signature-expired}, {@code bad-key} or {@code bad-signature}
     */
    public Signed verify(String method, String targetUri, Function<String, List<String>> headers, byte[] body)
            throws SignatureFault {
        InnerList input = inputOf(headers);
        byte[] signature = signatureOf(headers);
        requireCoverage(input);
        Parameters parameters = input.getParams();
        Multikey key = keyOf(parameters);
        String nonce = text(parameters, "nonce");
        if (!NONCE.matcher(nonce).matches()) {
            throw malformed("a nonce is base64url of 16 bytes");
        }
        String digest = digestOf(headers, body);
        requireCurrent(parameters, clock.instant());
        byte[] base;
        try {
            base = base(method, targetUri, digest, input);
        } catch (IllegalArgumentException e) {
            throw malformed("a covered value is not printable ASCII");
        }
        if (!verifier.isSound(key)) {
            throw new SignatureFault("bad-key", key + " is no key: not a point of prime order");
        }
        if (!verifier.verify(key, base, signature)) {
            throw new SignatureFault("bad-signature", "the signature does not fit the request and its key");
        }
        return new Signed(key, nonce);
    }

    private static byte[] base(String method, String targetUri, String digest, InnerList input) {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("@method", method);
        components.put("@target-uri", targetUri);
        components.put("content-digest", digest);
        return SignatureBase.of(components, input.serialize());
    }

    private static InnerList inputOf(Function<String, List<String>> headers) throws SignatureFault {
        if (member(headers, "signature-input", LABEL) instanceof InnerList list) {
            return list;
        }
        throw malformed("signature-input needs a member oqx=(…)");
    }

    private static byte[] signatureOf(Function<String, List<String>> headers) throws SignatureFault {
        if (member(headers, "signature", LABEL) instanceof ByteSequenceItem item
                && item.getParams().isEmpty()) {
            return bytes(item);
        }
        throw malformed("signature needs a member oqx=:…:");
    }

    private static void requireCoverage(InnerList input) throws SignatureFault {
        List<String> covered = new ArrayList<>();
        for (Item<?> component : input.get()) {
            if (!(component instanceof StringItem name) || !name.getParams().isEmpty()) {
                throw incomplete();
            }
            covered.add(name.get());
        }
        if (!covered.equals(COVERED)
                || !List.copyOf(input.getParams().keySet()).equals(PARAMETERS)
                || !text(input.getParams(), "alg").equals("ed25519")
                || !text(input.getParams(), "tag").equals(LABEL)) {
            throw incomplete();
        }
    }

    private static Multikey keyOf(Parameters parameters) throws SignatureFault {
        try {
            return Multikey.ofVerificationMethod(text(parameters, "keyid"));
        } catch (IllegalArgumentException e) {
            throw malformed("keyid must be did:key:z6Mk…#z6Mk…");
        }
    }

    private static void requireCurrent(Parameters parameters, Instant now) throws SignatureFault {
        if (!(parameters.get("created") instanceof IntegerItem created)
                || created.getParams().size() > 0) {
            throw malformed("created must be an integer");
        }
        if (created.get() < 0 || created.get() > LAST_SECOND) {
            throw malformed("created must be seconds since 1970, with twelve digits at most");
        }
        Duration age =
                Duration.between(Instant.ofEpochSecond(created.get()), now).abs();
        if (age.compareTo(WINDOW) > 0) {
            throw new SignatureFault(
                    "signature-expired",
                    "created is " + age.toSeconds() + " seconds away from this node's clock, which shows " + now);
        }
    }

    /** The header's value as it is covered, after it was compared with the body. */
    private static String digestOf(Function<String, List<String>> headers, byte[] body) throws SignatureFault {
        if (!(member(headers, "content-digest", "sha-256") instanceof ByteSequenceItem digest)
                || !digest.getParams().isEmpty()) {
            throw malformed("content-digest must be sha-256=:…: and nothing else");
        }
        if (!ByteBuffer.wrap(Sha256.of(body)).equals(ByteBuffer.wrap(bytes(digest)))) {
            throw new SignatureFault("content-digest", "the body is not the one that content-digest speaks of");
        }
        return headers.apply("content-digest").get(0);
    }

    /** The one member of a header that must be there once, in the one spelling of its value. */
    private static ListElement<?> member(Function<String, List<String>> headers, String header, String label)
            throws SignatureFault {
        List<String> values = headers.apply(header);
        if (values.isEmpty()) {
            throw new SignatureFault("signature-missing", "the request has no header " + header);
        }
        String value = values.get(0);
        if (values.size() > 1 || value.length() > LONGEST_HEADER) {
            throw malformed(header + " must be there once, with at most " + LONGEST_HEADER + " characters");
        }
        try {
            Dictionary dictionary = new Parser(value).parseDictionary();
            ListElement<?> member = dictionary.get().get(label);
            if (member != null
                    && dictionary.get().size() == 1
                    && dictionary.serialize().equals(value)) {
                return member;
            }
        } catch (ParseException e) {
            // told below
        }
        throw malformed(header + " must have the one member " + label + ", spelled as the profile says");
    }

    private static String text(Parameters parameters, String name) throws SignatureFault {
        if (parameters.get(name) instanceof StringItem text) {
            return text.get();
        }
        throw malformed(name + " must be a string");
    }

    private static byte[] bytes(ByteSequenceItem item) {
        ByteBuffer buffer = item.get();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static SignatureFault malformed(String why) {
        return new SignatureFault("signature-input", why);
    }

    private static SignatureFault incomplete() {
        return new SignatureFault(
                "signature-input",
                "exactly (\"@method\" \"@target-uri\" \"content-digest\") with created, nonce, keyid, alg=\"ed25519\" and tag=\"oqx\""
                        + " must be signed");
    }
}
