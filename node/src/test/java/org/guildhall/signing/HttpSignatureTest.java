package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.guildhall.Shared;
import org.guildhall.record.Multikey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A05: what is not covered by the signature is not believed. */
class HttpSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String TARGET = "https://ask.example/oqx/peering?a=b";
    private static final String NONCE = "AAECAwQFBgcICQoLDA0ODw";
    private static final byte[] BODY = "{\"oqx\":1}".getBytes(StandardCharsets.UTF_8);

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private static final Verifier VERIFIER = Verifier.best();
    private final HttpSignature signatures = at(NOW);

    @Test
    void verifiesWhatItSigned() throws SignatureFault {
        assertThat(signatures
                        .verify("POST", TARGET, headers(signed())::get, BODY)
                        .key())
                .isEqualTo(key.publicKey());
    }

    @Test
    void signsExactlyTheProfile() {
        Map<String, String> headers = signed();
        assertThat(headers.keySet()).containsExactly("content-digest", "signature-input", "signature");
        assertThat(headers.get("signature-input"))
                .isEqualTo("oqx=(\"@method\" \"@target-uri\" \"content-digest\");created=1795291200;nonce=\"" + NONCE
                        + "\";keyid=\"" + key.verificationMethod() + "\";alg=\"ed25519\";tag=\"oqx\"");
        String base = "\"@method\": POST\n\"@target-uri\": " + TARGET + "\n\"content-digest\": "
                + headers.get("content-digest") + "\n\"@signature-params\": "
                + headers.get("signature-input").substring(4);
        assertThat(headers.get("signature"))
                .isEqualTo("oqx=:"
                        + Base64.getEncoder().encodeToString(key.sign(base.getBytes(StandardCharsets.US_ASCII))) + ":");
    }

    @Test
    void coversTheDigestOfAnEmptyBodyToo() throws SignatureFault {
        Map<String, String> headers = signatures.sign("GET", TARGET, new byte[0], NONCE, key);
        assertThat(headers.get("content-digest")).isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
        assertThat(signatures
                        .verify("GET", TARGET, headers(headers)::get, new byte[0])
                        .key())
                .isEqualTo(key.publicKey());
    }

    @Test
    void buildsTheBaseOfRfc9421() throws IOException {
        JsonNode vector = new ObjectMapper()
                .readTree(Shared.file("vectors/http-message-signatures/rfc9421-b26-ed25519.json")
                        .toFile());
        String expected = vector.get("signatureBase").textValue();
        Map<String, String> components = new LinkedHashMap<>();
        components.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
        components.put("@method", "POST");
        components.put("@path", "/foo");
        components.put("@authority", "example.com");
        components.put("content-type", "application/json");
        components.put("content-length", "18");
        byte[] base = SignatureBase.of(components, expected.substring(expected.lastIndexOf("params\": ") + 9));
        assertThat(new String(base, StandardCharsets.US_ASCII)).isEqualTo(expected);

        SigningKey sample = SigningKey.ofSeed(
                Base64.getUrlDecoder().decode(vector.at("/jwk/d").textValue()));
        byte[] signature =
                Base64.getDecoder().decode(vector.get("signatureBase64").textValue());
        assertThat(sample.sign(base)).isEqualTo(signature);
        assertThat(VERIFIER.verify(
                        Multikey.ofPublicKey(Base64.getUrlDecoder()
                                .decode(vector.at("/jwk/x").textValue())),
                        base,
                        signature))
                .isTrue();
    }

    @Test
    void refusesAnotherMethodTargetBodyOrKey() {
        Map<String, List<String>> headers = headers(signed());
        refused("bad-signature", () -> signatures.verify("PUT", TARGET, headers::get, BODY));
        refused("bad-signature", () -> signatures.verify("post", TARGET, headers::get, BODY));
        for (String target : List.of(
                "https://other.example/oqx/peering?a=b",
                "http://ask.example/oqx/peering?a=b",
                "https://ask.example/oqx/peering",
                "https://ask.example/oqx/peering?a=c",
                "https://ask.example:8443/oqx/peering?a=b")) {
            refused("bad-signature", () -> signatures.verify("POST", target, headers::get, BODY));
        }
        refused("content-digest", () -> signatures.verify("POST", TARGET, headers::get, new byte[0]));
        String stranger = SigningKey.generate(new SecureRandom()).verificationMethod();
        refused(
                "bad-signature",
                changed("signature-input", input -> input.replace(key.verificationMethod(), stranger)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@method\" \"@target-uri\"",
                "\"@method\" \"content-digest\"",
                "\"@target-uri\" \"content-digest\"",
                "",
                "\"@method\" \"content-digest\" \"@target-uri\"",
                "\"@method\" \"@target-uri\" \"content-digest\" \"date\"",
                "\"@method\" \"@target-uri\" \"@target-uri\" \"content-digest\"",
                "\"@method\" \"@path\" \"content-digest\"",
                "\"@method\" \"@target-uri\" \"content-digest\";req",
                "\"@method\" \"@target-uri\" \"content-digest\";bs",
                "\"@method\" \"@target-uri\" content-digest"
            })
    void refusesAnyOtherCoverageThoughProperlySigned(String covered) {
        refused("signature-input", resigned(input -> input.replaceFirst("\\(.*\\)", "(" + covered + ")")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";alg=\"ed25519\"",
                ";tag=\"oqx\"",
                ";nonce=\"" + NONCE + "\"",
                ";created=1795291200",
            })
    void refusesAMissingParameterThoughProperlySigned(String parameter) {
        refused("signature-input", resigned(input -> input.replace(parameter, "")));
    }

    @Test
    void refusesOtherOrMoreParametersThoughProperlySigned() {
        refused("signature-input", resigned(input -> input + ";expires=1795291900"));
        refused("signature-input", resigned(input -> input.replace("ed25519", "hmac-sha256")));
        refused("signature-input", resigned(input -> input.replace("tag=\"oqx\"", "tag=\"app\"")));
        refused("signature-input", resigned(input -> input.replace("alg=\"ed25519\"", "alg=ed25519")));
        refused("signature-input", resigned(input -> input.replace("1795291200", "1795291200.5")));
        refused("signature-input", resigned(input -> input.replace("1795291200", "\"1795291200\"")));
        refused("signature-input", resigned(input -> input.replace(key.verificationMethod(), "test-key")));
        refused(
                "signature-input",
                resigned(input -> input.replace(key.verificationMethod(), "did:key:" + key.publicKey())));
        refused("signature-input", resigned(input -> input.replace(NONCE, "short")));
        refused("signature-input", resigned(input -> input.replace(NONCE, "n".repeat(65))));
    }

    @Test
    void refusesEveryOtherSpellingThoughProperlySigned() {
        refused("signature-input", resigned(input -> input.replaceFirst("(;created=[0-9]+)(.*)", "$2$1")));
        refused("signature-input", resigned(input -> input.replace("created=", "created=0")));
        refused("signature-input", resigned(input -> input.replace(";alg", "; alg")));
        refused("signature-input", resigned(input -> input.replace("(\"", "( \"")));
        refused("signature-input", resigned(input -> input + " "));
        refused("signature-input", resigned(input -> input.replace("=\"oqx\"", "=\"\\oqx\"")));
    }

    @Test
    void refusesAKeyThatVerifiesAnything() {
        String unsound = Multikey.ofPublicKey(Edwards.IDENTITY.encode()).verificationMethod();
        refused("bad-key", changed("signature-input", input -> input.replace(key.verificationMethod(), unsound)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-digest", "signature-input", "signature"})
    void refusesAHeaderThatIsThereTwiceOrSaysMore(String name) {
        Map<String, List<String>> headers = headers(signed());
        String value = headers.get(name).get(0);
        headers.put(name, List.of(value, value));
        refused("signature-input", () -> signatures.verify("POST", TARGET, headers::get, BODY));
        refused("signature-input", changed(name, old -> old + ", proxy=:AAAA:"));
        refused("signature-input", changed(name, old -> "proxy=:AAAA:, " + old));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-digest", "signature-input", "signature"})
    void refusesAMissingOrHostileHeader(String name) {
        Map<String, List<String>> headers = headers(signed());
        headers.put(name, List.of());
        refused("signature-missing", () -> signatures.verify("POST", TARGET, headers::get, BODY));
        for (String value :
                List.of("", "oqx", "oqx=?1", "oqx=::", "(((", "\u0000", "oqx=:AAAA:;a=1", "x".repeat(100_000))) {
            refused(changed(name, old -> value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-512=:YQ==:",
                "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:;a=1",
                "sha-256=47DEQpj8HBSa",
                "md5=:YQ==:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
            })
    void refusesOtherDigests(String digest) {
        refused("signature-input", changed("content-digest", old -> digest));
    }

    @Test
    void believesARequestForFiveMinutesEitherWay() throws SignatureFault {
        Map<String, List<String>> headers = headers(signed());
        for (Duration off : List.of(Duration.ofSeconds(301), Duration.ofSeconds(-301), Duration.ofDays(10))) {
            refused("signature-expired", () -> at(NOW.plus(off)).verify("POST", TARGET, headers::get, BODY));
        }
        for (Duration off : List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5))) {
            assertThat(at(NOW.plus(off))
                            .verify("POST", TARGET, headers::get, BODY)
                            .key())
                    .isEqualTo(key.publicKey());
        }
    }

    @Test
    void tellsTheNonceByWhichARepeatedRequestIsKnown() throws SignatureFault {
        NonceMemory nonces = new NonceMemory(10, 10);
        Map<String, List<String>> headers = headers(signed());
        for (int later : new int[] {-300, 0, 300}) {
            Instant now = NOW.plusSeconds(later);
            assertThat(nonces.remember(at(now).verify("POST", TARGET, headers::get, BODY), now))
                    .isEqualTo(later == -300 ? NonceMemory.Answer.FRESH : NonceMemory.Answer.REPEATED);
        }
        refused("signature-expired", () -> at(NOW.plusSeconds(301)).verify("POST", TARGET, headers::get, BODY));
    }

    /** A06: whatever byte is changed, the request is refused, or it means the same and gives the same key. */
    @Test
    void noByteOfASignedRequestCanBeChanged() {
        Map<String, String> signed = signed();
        int refusals = 0;
        int tried = 0;
        for (Map.Entry<String, String> header : signed.entrySet()) {
            for (int i = 0; i < header.getValue().length(); i++) {
                for (char c : new char[] {'A', 'B', '"', ';', ' ', ':', '1', '\n', 'é', ','}) {
                    if (c == header.getValue().charAt(i)) {
                        continue;
                    }
                    tried++;
                    Map<String, List<String>> headers = headers(signed);
                    StringBuilder value = new StringBuilder(header.getValue());
                    value.setCharAt(i, c);
                    headers.put(header.getKey(), List.of(value.toString()));
                    try {
                        signatures.verify("POST", TARGET, headers::get, BODY);
                        // Base64's last character has bits that say nothing; the decoded bytes are the same.
                        assertThat(header.getKey() + " " + value).matches("(signature|content-digest) .*=:");
                    } catch (SignatureFault refused) {
                        refusals++;
                    }
                }
            }
        }
        assertThat(refusals).isGreaterThan(tried - 10);
        for (int i = 0; i < BODY.length; i++) {
            byte[] body = BODY.clone();
            body[i] ^= 1;
            refused("content-digest", () -> signatures.verify("POST", TARGET, headers(signed)::get, body));
        }
    }

    /** Changes the header and leaves the signature. */
    private Request changed(String header, UnaryOperator<String> change) {
        Map<String, List<String>> headers = headers(signed());
        headers.put(header, List.of(change.apply(headers.get(header).get(0))));
        return () -> signatures.verify("POST", TARGET, headers::get, BODY);
    }

    /** Changes what is said to be covered, and signs what a lenient receiver would then verify. */
    private Request resigned(UnaryOperator<String> change) {
        Map<String, String> signed = signed();
        String input = change.apply(signed.get("signature-input"));
        Map<String, String> components = new HashMap<>();
        components.put("\"@method\"", "POST");
        components.put("\"@target-uri\"", TARGET);
        components.put("\"content-digest\"", signed.get("content-digest"));
        StringBuilder base = new StringBuilder();
        String covered = input.substring(input.indexOf('(') + 1, input.indexOf(')'));
        for (String component : covered.split(" ", -1)) {
            if (!component.isEmpty()) {
                base.append(component)
                        .append(": ")
                        .append(components.getOrDefault(component, "?"))
                        .append('\n');
            }
        }
        base.append("\"@signature-params\": ").append(input.substring(4));
        byte[] signature = key.sign(base.toString().getBytes(StandardCharsets.US_ASCII));
        Map<String, List<String>> headers = headers(signed);
        headers.put("signature-input", List.of(input));
        headers.put("signature", List.of("oqx=:" + Base64.getEncoder().encodeToString(signature) + ":"));
        return () -> signatures.verify("POST", TARGET, headers::get, BODY);
    }

    private interface Request {
        void run() throws SignatureFault;
    }

    private void refused(String code, Request request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private void refused(Request request) {
        assertThatThrownBy(request::run).isInstanceOf(SignatureFault.class);
    }

    private Map<String, String> signed() {
        return signatures.sign("POST", TARGET, BODY, NONCE, key);
    }

    private HttpSignature at(Instant now) {
        return new HttpSignature(VERIFIER, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Map<String, List<String>> headers(Map<String, String> single) {
        Map<String, List<String>> headers = new HashMap<>();
        single.forEach((name, value) -> headers.put(name, List.of(value)));
        return headers;
    }
}
