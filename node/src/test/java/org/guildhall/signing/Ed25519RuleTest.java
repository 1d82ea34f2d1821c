package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.guildhall.Shared;
import org.guildhall.record.Multikey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A08, A09: every verifier that a node may use follows the one rule, case by case. */
class Ed25519RuleTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Edwards TORSION = Edwards.torsion();

    private final Random random = new Random(25519);

    private static final List<Verifier> VERIFIERS = load();

    static Stream<Verifier> verifiers() {
        return VERIFIERS.stream();
    }

    private static List<Verifier> load() {
        List<Verifier> all = new ArrayList<>(List.of(new BouncyCastleVerifier(), new PlatformVerifier()));
        CorrettoVerifier.load()
                .ifPresentOrElse(
                        all::add, () -> System.err.println("SKIPPED: Amazon's provider does not load on this machine"));
        return all;
    }

    @Test
    void nativeVerifierLoadsWhereTheBuildHasIt() {
        boolean built = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        assumeTrue(built, "the native library is for linux amd64");
        assertThat(Verifier.best()).isInstanceOf(CorrettoVerifier.class);
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void agreesWithWycheproof(Verifier verifier) throws IOException {
        JsonNode suite = new ObjectMapper()
                .readTree(Shared.file("vectors/ed25519/wycheproof/ed25519_test.json")
                        .toFile());
        int tests = 0;
        for (JsonNode group : suite.get("testGroups")) {
            Multikey key = Multikey.ofPublicKey(hex(group.at("/publicKey/pk")));
            for (JsonNode test : group.get("tests")) {
                assertThat(verifier.verify(key, hex(test.get("msg")), hex(test.get("sig"))))
                        .as("%s: %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(test.get("result").textValue().equals("valid"));
                tests++;
            }
        }
        assertThat(tests).isEqualTo(suite.get("numberOfTests").intValue()).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void takesAndMakesTheSignaturesOfRfc8032(Verifier verifier) throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Shared.file("vectors/ed25519/rfc8032/rfc8032-ed25519.json")
                        .toFile());
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(4);
        for (JsonNode vector : vectors) {
            SigningKey key = SigningKey.ofSeed(hex(vector.get("priv")));
            byte[] signature = hex(vector.get("sig"));
            assertThat(key.publicKey().publicKey()).isEqualTo(hex(vector.get("pub")));
            assertThat(key.sign(hex(vector.get("msg")))).isEqualTo(signature);
            assertThat(verifier.verify(key.publicKey(), hex(vector.get("msg")), signature))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void takesHonestSignaturesAndNoneWithOneBitChanged(Verifier verifier) {
        for (int round = 0; round < 20; round++) {
            byte[] message = bytes(random.nextInt(200));
            SigningKey key = SigningKey.ofSeed(bytes(32));
            byte[] signature = key.sign(message);
            assertThat(verifier.verify(key.publicKey(), message, signature)).isTrue();
            int bit = random.nextInt(512);
            signature[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verifier.verify(key.publicKey(), message, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesSignaturesOfAnotherLength(Verifier verifier) {
        SigningKey key = SigningKey.ofSeed(bytes(32));
        byte[] signature = key.sign(bytes(9));
        for (int length : new int[] {0, 1, 32, 63, 65, 128}) {
            assertThat(verifier.verify(key.publicKey(), bytes(9), Arrays.copyOf(signature, length)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesMixedOrderR(Verifier verifier) {
        int acceptedWithoutTheRule = 0;
        for (int round = 0; round < 96; round++) {
            Signer signer = new Signer(scalar());
            byte[] message = bytes(20);
            BigInteger r = scalar();
            byte[] mixed = Edwards.BASE.times(r).plus(torsion(1 + round % 7)).encode();
            byte[] signature = signer.sign(mixed, r, message);
            assertThat(verifier.verify(signer.key(), message, signature)).isFalse();
            assertThat(jdkVerifies(signer.publicKey(), message, signature)).isFalse();
            acceptedWithoutTheRule += bouncyCastleAloneVerifies(signer.publicKey(), message, signature) ? 1 : 0;
        }
        // The case is real: without our check of R the library would take these.
        assertThat(acceptedWithoutTheRule).isEqualTo(96);
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesKeysOfMixedOrderThatTheJdkTakes(Verifier verifier) {
        for (int round = 0; round < 8; round++) {
            BigInteger secret = scalar();
            byte[] mixedKey = Edwards.BASE.times(secret).plus(TORSION).encode();
            byte[] message = bytes(20);
            byte[] signature = null;
            // One challenge in eight kills the small part of the key; an attacker just tries.
            while (signature == null) {
                BigInteger r = scalar();
                byte[] encoded = Edwards.BASE.times(r).encode();
                BigInteger k = Edwards.challenge(encoded, mixedKey, message);
                if (k.mod(BigInteger.valueOf(8)).signum() == 0) {
                    signature =
                            Edwards.signature(encoded, r.add(k.multiply(secret)).mod(Edwards.L));
                }
            }
            assertThat(jdkVerifies(mixedKey, message, signature)).isTrue();
            assertThat(verifier.verify(Multikey.ofPublicKey(mixedKey), message, signature))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesKeysOfSmallOrderWhichVerifyAnything(Verifier verifier) {
        for (int multiple = 0; multiple < 8; multiple++) {
            byte[] key = torsion(multiple).encode();
            int taken = 0;
            for (int round = 0; round < 32; round++) {
                byte[] message = bytes(20);
                byte[] signature = Edwards.signature(Edwards.IDENTITY.encode(), BigInteger.ZERO);
                taken += jdkVerifies(key, message, signature) ? 1 : 0;
                assertThat(verifier.verify(Multikey.ofPublicKey(key), message, signature))
                        .isFalse();
            }
            assertThat(taken).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void takesRThatIsTheIdentity(Verifier verifier) {
        Signer signer = new Signer(scalar());
        byte[] message = bytes(20);
        byte[] signature = signer.sign(Edwards.IDENTITY.encode(), BigInteger.ZERO, message);
        assertThat(verifier.verify(signer.key(), message, signature))
                .isEqualTo(jdkVerifies(signer.publicKey(), message, signature))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesOtherSpellingsOfR(Verifier verifier) {
        Signer signer = new Signer(scalar());
        byte[] message = bytes(20);
        // p + 1 for 1; the identity with the sign of a zero; both decode to the right point in careless libraries.
        byte[] large = Edwards.littleEndian(Edwards.P.add(BigInteger.ONE));
        byte[] signed = Edwards.IDENTITY.encode();
        signed[31] |= (byte) 0x80;
        byte[] both = large.clone();
        both[31] |= (byte) 0x80;
        for (byte[] spelling : List.of(large, signed, both)) {
            byte[] signature = signer.sign(spelling, BigInteger.ZERO, message);
            assertThat(verifier.verify(signer.key(), message, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesLargeS(Verifier verifier) {
        Signer signer = new Signer(scalar());
        byte[] message = bytes(20);
        BigInteger r = scalar();
        byte[] honest = signer.sign(Edwards.BASE.times(r).encode(), r, message);
        assertThat(verifier.verify(signer.key(), message, honest)).isTrue();
        BigInteger s = Edwards.fromLittleEndian(Arrays.copyOfRange(honest, 32, 64));
        for (int times = 1; s.add(Edwards.L.multiply(BigInteger.valueOf(times))).bitLength() <= 256; times++) {
            byte[] large = Edwards.signature(honest, s.add(Edwards.L.multiply(BigInteger.valueOf(times))));
            assertThat(verifier.verify(signer.key(), message, large)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refusesOtherSpellingsOfAKey(Verifier verifier) {
        int tried = 0;
        for (int y = 2; y < 19; y++) {
            byte[] canonical = Edwards.littleEndian(BigInteger.valueOf(y));
            if (Edwards.decode(canonical).isEmpty()) {
                continue;
            }
            byte[] large = Edwards.littleEndian(Edwards.P.add(BigInteger.valueOf(y)));
            // Nobody knows the private keys, so the check of the key itself is asked.
            KeyCache<byte[]> cache = new KeyCache<>(raw -> raw);
            assertThat(cache.get(Multikey.ofPublicKey(large))).isEmpty();
            assertThat(verifier.verify(Multikey.ofPublicKey(large), bytes(3), bytes(64)))
                    .isFalse();
            tried++;
        }
        assertThat(tried).isPositive();
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void endsForAnyBytes(Verifier verifier) {
        for (int round = 0; round < 300; round++) {
            byte[] key = bytes(32);
            byte[] signature = bytes(64);
            signature[63] &= 0x0f;
            assertThat(verifier.verify(Multikey.ofPublicKey(key), bytes(32), signature))
                    .isFalse();
        }
    }

    @Test
    void holdsABoundedNumberOfHostileKeys() {
        KeyCache<byte[]> cache = new KeyCache<>(raw -> raw);
        for (int i = 0; i < 12_000; i++) {
            cache.get(Multikey.ofPublicKey(bytes(32)));
        }
        assertThat(cache.size()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void asksTheKeyOnceAndThenRemembersItsRefusal() {
        int[] decoded = {0};
        KeyCache<byte[]> cache = new KeyCache<>(raw -> {
            decoded[0]++;
            return raw;
        });
        Multikey good = SigningKey.ofSeed(bytes(32)).publicKey();
        assertThat(cache.get(good)).isPresent();
        assertThat(cache.get(good)).isPresent();
        assertThat(decoded[0]).isEqualTo(1);
        assertThat(cache.get(Multikey.ofPublicKey(TORSION.encode()))).isEmpty();
        assertThat(decoded[0]).isEqualTo(1);
    }

    @Test
    void knownAnswersTellACarelessVerifier() {
        assertThat(verifiers()).allMatch(KnownAnswers::holdFor);
        assertThat(KnownAnswers.holdFor(careless((key, signature) -> true))).isFalse();
        assertThat(KnownAnswers.holdFor(careless((key, signature) -> false))).isFalse();
        assertThat(KnownAnswers.holdFor(careless(
                        (key, signature) -> bouncyCastleAloneVerifies(key.publicKey(), new byte[0], signature))))
                .isFalse();
    }

    @Test
    void everyVerifierSaysTheSameOfKeys() {
        for (Verifier verifier : VERIFIERS) {
            assertThat(verifier.isSound(SigningKey.ofSeed(bytes(32)).publicKey()))
                    .isTrue();
            assertThat(verifier.isSound(Multikey.ofPublicKey(TORSION.encode()))).isFalse();
            assertThat(verifier.isSound(
                            Multikey.ofPublicKey(Edwards.BASE.plus(TORSION).encode())))
                    .isFalse();
            assertThat(verifier.isSound(Multikey.ofPublicKey(Edwards.IDENTITY.encode())))
                    .isFalse();
        }
    }

    private static Verifier careless(BiPredicate<Multikey, byte[]> rule) {
        return new Verifier() {
            @Override
            public boolean verify(Multikey key, byte[] message, byte[] signature) {
                return rule.test(key, signature);
            }

            @Override
            public boolean isSound(Multikey key) {
                return true;
            }
        };
    }

    private static Edwards torsion(int multiple) {
        return TORSION.times(BigInteger.valueOf(multiple));
    }

    /** Signs with any R that it is told, by the equation alone. */
    private record Signer(BigInteger secret, byte[] publicKey) {
        Signer(BigInteger secret) {
            this(secret, Edwards.BASE.times(secret).encode());
        }

        Multikey key() {
            return Multikey.ofPublicKey(publicKey);
        }

        byte[] sign(byte[] encodedR, BigInteger r, byte[] message) {
            BigInteger k = Edwards.challenge(encodedR, publicKey, message);
            return Edwards.signature(encodedR, r.add(k.multiply(secret)).mod(Edwards.L));
        }
    }

    private static boolean jdkVerifies(byte[] key, byte[] message, byte[] signature) {
        try {
            PublicKey publicKey = KeyFactory.getInstance("Ed25519", "SunEC")
                    .generatePublic(new X509EncodedKeySpec(SubjectPublicKey.of(key)));
            Signature ed25519 = Signature.getInstance("Ed25519", "SunEC");
            ed25519.initVerify(publicKey);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean bouncyCastleAloneVerifies(byte[] key, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    private BigInteger scalar() {
        return new BigInteger(250, random).add(BigInteger.ONE);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(JsonNode text) {
        return HEX.parseHex(text.textValue());
    }
}
