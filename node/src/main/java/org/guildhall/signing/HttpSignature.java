package org.guildhall.signing;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
import org.jspecify.annotations.Nullable;

/**
 * Signed requests between nodes: the one RFC 9421 profile of the protocol (OQX, chapter HTTP). Label {@code oqx}; covered are
 * exactly method, target URI and content digest, in this order; parameters are exactly created, nonce, keyid, alg and tag, in
 * any order. There is nothing to negotiate: whatever is missing or more is refused.
 *
 * <p>Method and target URI are given by the receiver, never read from what the sender claims: the URI is the one this node is
 * reached at (its own address, then path and query as they came).
 */
public final class HttpSignature {
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String LABEL = "oqx";
    private static final List<String> COVERED = List.of("@method", "@target-uri", "content-digest");
    private static final Set<String> PARAMETERS = Set.of("created", "nonce", "keyid", "alg", "tag");
    private static final int LONGEST_HEADER = 2_048;
    private static final int SHORTEST_NONCE = 16;
    private static final int LONGEST_NONCE = 64;

    private final Verifier verifier;
    private final Clock clock;

    public HttpSignature(Verifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * The headers to add to a request, by name in lower case.
     *
     * @param nonce 16 to 64 printable characters that this key used in no other request
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

    /**
     * The key that signed this request, body included. Whether that key may do what is asked is for the caller to say.
     *
     * @param headers all values of a header, by its name in lower case; empty when there is none
     * @throws SignatureFault {@code signature-missing}, {@code signature-malformed}, {@code signature-incomplete} (not what must
     *     be covered), {@code digest-mismatch}, {@code signature-expired}, {@code bad-signature}, {@code replayed} or {@code
     *     too-many-requests}; no nonce is remembered before the signature is believed
     */
    public Multikey verify(
            String method, String targetUri, Function<String, List<String>> headers, byte[] body, NonceMemory nonces)
            throws SignatureFault {
        InnerList input = inputOf(headers);
        byte[] signature = signatureOf(headers);
        requireCoverage(input);
        Parameters parameters = input.getParams();
        Multikey key = keyOf(parameters);
        String nonce = text(parameters, "nonce");
        if (nonce.length() < SHORTEST_NONCE || nonce.length() > LONGEST_NONCE) {
            throw malformed("a nonce has 16 to 64 characters");
        }
        Instant now = clock.instant();
        requireCurrent(parameters, now);
        String digest = digestOf(headers, body);
        byte[] base;
        try {
            base = base(method, targetUri, digest, input);
        } catch (IllegalArgumentException e) {
            throw malformed("a covered value is not printable ASCII");
        }
        if (!verifier.verify(key, base, signature)) {
            throw new SignatureFault("bad-signature", "the signature does not fit the request and its key");
        }
        switch (nonces.remember(key, nonce, now)) {
            case FRESH -> {
                return key;
            }
            case REPEATED -> throw new SignatureFault("replayed", "this request was made before");
            case FULL -> throw new SignatureFault("too-many-requests", "too many signed requests in ten minutes");
        }
        throw new AssertionError("every answer of the memory is handled");
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
                || !input.getParams().keySet().equals(PARAMETERS)
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
        Dictionary digests = dictionary(headers, "content-digest");
        if (!digests.get().keySet().equals(Set.of("sha-256"))
                || !(digests.get().get("sha-256") instanceof ByteSequenceItem digest)
                || !digest.getParams().isEmpty()) {
            throw malformed("content-digest must be sha-256=:…: and nothing else");
        }
        if (!ByteBuffer.wrap(Sha256.of(body)).equals(ByteBuffer.wrap(bytes(digest)))) {
            throw new SignatureFault("digest-mismatch", "the body is not the one that content-digest speaks of");
        }
        return joined(headers.apply("content-digest"));
    }

    private static @Nullable ListElement<?> member(Function<String, List<String>> headers, String header, String label)
            throws SignatureFault {
        return dictionary(headers, header).get().get(label);
    }

    private static Dictionary dictionary(Function<String, List<String>> headers, String header) throws SignatureFault {
        List<String> values = headers.apply(header);
        if (values.isEmpty()) {
            throw new SignatureFault("signature-missing", "the request has no header " + header);
        }
        String value = joined(values);
        if (value.length() > LONGEST_HEADER) {
            throw malformed(header + " has more than " + LONGEST_HEADER + " characters");
        }
        try {
            return new Parser(value).parseDictionary();
        } catch (ParseException e) {
            throw malformed(header + " is not a structured field");
        }
    }

    private static String text(Parameters parameters, String name) throws SignatureFault {
        if (parameters.get(name) instanceof StringItem text) {
            return text.get();
        }
        throw malformed(name + " must be a string");
    }

    private static String joined(List<String> values) {
        return String.join(", ", values.stream().map(String::strip).toList());
    }

    private static byte[] bytes(ByteSequenceItem item) {
        ByteBuffer buffer = item.get();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static SignatureFault malformed(String why) {
        return new SignatureFault("signature-malformed", why);
    }

    private static SignatureFault incomplete() {
        return new SignatureFault(
                "signature-incomplete",
                "exactly (\"@method\" \"@target-uri\" \"content-digest\") with created, nonce, keyid, alg=\"ed25519\" and tag=\"oqx\""
                        + " must be signed");
    }
}
