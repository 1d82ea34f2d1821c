package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.guildhall.conformance.vectors.Vector;
import org.guildhall.conformance.vectors.VectorFiles;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The implementation here against answers of others. Those in the directory of shared vectors are compared when they are there; a test that
 * finds none says so.
 */
class IndependentVectorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final Ed25519 rule = new Ed25519();

    private static Path shared(String name) {
        Path path = Path.of(System.getProperty("guildhall.shared", "../../shared"), "vectors", name);
        Assumptions.assumeTrue(Files.exists(path), () -> "SKIPPED: independent vectors are not at " + path);
        return path;
    }

    @Test
    void signsAsRfc8032DoesInItsFirstThreeTests() {
        List<String[]> tests = List.of(
                new String[] {
                    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                    "",
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
                },
                new String[] {
                    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                    "72",
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
                },
                new String[] {
                    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
                });
        for (String[] test : tests) {
            SecretKey key = new SecretKey(Bytes.unhex(test[0]));
            assertThat(Bytes.hex(key.publicKey())).isEqualTo(test[1]);
            assertThat(Bytes.hex(key.sign(Bytes.unhex(test[2])))).isEqualTo(test[3]);
            assertThatCode(() -> rule.verify(key.publicKey(), Bytes.unhex(test[2]), Bytes.unhex(test[3])))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void agreesWithTheRuleWrittenOutOnEveryEdgeCaseOfOurs() throws Exception {
        int cases = 0;
        for (Vector vector : VectorFiles.read(Path.of("..", "protocol-spec", "vectors"))) {
            if (vector.suite().equals("ed25519")) {
                JsonNode input = vector.json().path("input");
                boolean holds = Ed25519.holds(
                        Bytes.unhex(input.path("publicKey").textValue()),
                        Bytes.unhex(input.path("message").textValue()),
                        Bytes.unhex(input.path("signature").textValue()));
                assertThat(holds)
                        .as(vector.file())
                        .isEqualTo(vector.json().path("expect").textValue().equals("valid"));
                cases++;
            }
        }
        assertThat(cases).isGreaterThan(30);
    }

    @Test
    void judgesSignaturesAsWycheproofDoes() throws Exception {
        JsonNode file =
                MAPPER.readTree(shared("ed25519/wycheproof/ed25519_test.json").toFile());
        int cases = 0;
        for (JsonNode group : file.path("testGroups")) {
            byte[] key = Bytes.unhex(group.path("publicKey").path("pk").textValue());
            for (JsonNode test : group.path("tests")) {
                boolean good = true;
                try {
                    rule.verify(
                            key,
                            Bytes.unhex(test.path("msg").textValue()),
                            Bytes.unhex(test.path("sig").textValue()));
                } catch (Fault e) {
                    good = false;
                }
                assertThat(good)
                        .as("test %s: %s", test.path("tcId"), test.path("comment"))
                        .isEqualTo(test.path("result").textValue().equals("valid"));
                cases++;
            }
        }
        assertThat(cases).isGreaterThan(100);
    }

    @Test
    void canonicalizesAsRfc8785DoesWhereThereAreOnlyIntegers() throws Exception {
        Path data = shared("jcs-rfc8785/testdata");
        int cases = 0;
        for (Path input : filesIn(data.resolve("input"))) {
            byte[] text = Files.readAllBytes(input);
            ObjectNode read;
            try {
                read = StrictJson.object(text, 16);
            } catch (Fault e) {
                // Arrays at the top, fractions and null are outside the subset.
                continue;
            }
            byte[] expected = Files.readAllBytes(data.resolve("output").resolve(input.getFileName()));
            assertThat(Jcs.bytes(read)).as(input.toString()).isEqualTo(expected);
            cases++;
        }
        assertThat(cases).isPositive();
    }

    @Test
    void takesTheObjectsOfJsonTestSuiteButThoseOutsideTheSubset() throws Exception {
        int taken = 0;
        for (Path file : filesIn(shared("jsontestsuite/test_parsing"))) {
            String name = file.getFileName().toString();
            byte[] text = Files.readAllBytes(file);
            if (name.startsWith("y_object")) {
                // These two say "accept" where RFC 8259 leaves a choice that chapter 01 makes.
                boolean outside = name.contains("duplicated") || name.contains("extreme_numbers");
                boolean accepted = accepts(text);
                assertThat(accepted).as(name).isEqualTo(!outside);
                taken += accepted ? 1 : 0;
            } else if (name.startsWith("n_")) {
                assertThat(accepts(text)).as(name).isFalse();
            }
        }
        assertThat(taken).isGreaterThan(5);
    }

    private static boolean accepts(byte[] text) {
        try {
            StrictJson.object(text, 16);
            return true;
        } catch (Fault e) {
            return false;
        }
    }

    @Test
    void hashesAndSignsAsTheVectorsOfEddsaJcs2022() throws Exception {
        Path directory = shared("vc-di-eddsa/TestVectors");
        JsonNode pair = MAPPER.readTree(directory.resolve("keyPair.json").toFile());
        ObjectNode document =
                (ObjectNode) MAPPER.readTree(directory.resolve("unsigned.json").toFile());
        Path suite = directory.resolve("eddsa-jcs-2022");
        ObjectNode options = (ObjectNode)
                MAPPER.readTree(suite.resolve("proofConfigJCS.json").toFile());
        ObjectNode signed =
                (ObjectNode) MAPPER.readTree(suite.resolve("signedJCS.json").toFile());
        byte[] message = Bytes.join(Hashes.sha256(Jcs.bytes(options)), Hashes.sha256(Jcs.bytes(document)));
        byte[] publicKey = Multikey.decode(pair.path("publicKeyMultibase").textValue(), "malformed");
        byte[] signature =
                Base58.decodeMultibase(signed.path("proof").path("proofValue").textValue(), 64, "bad-proof");

        assertThatCode(() -> rule.verify(publicKey, message, signature)).doesNotThrowAnyException();
    }

    @Test
    void findsTheRootsThatCertificateTransparencyTestsWith() {
        List<String> leaves = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        List<String> roots = List.of(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        Tree tree = new Tree();
        assertThat(Bytes.hex(tree.root())).isEqualTo(roots.get(0));
        for (int i = 0; i < leaves.size(); i++) {
            tree.append(Hashes.sha256(Bytes.u8(0), Bytes.unhex(leaves.get(i))));
            assertThat(Bytes.hex(tree.root())).as("size %d", i + 1).isEqualTo(roots.get(i + 1));
        }
    }

    @Test
    void provesInclusionLikeTransparencyDev() throws Exception {
        int cases = 0;
        try (var files = Files.walk(shared("tlog/inclusion"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("happy-path.json"))
                    .toList()) {
                JsonNode test = MAPPER.readTree(file.toFile());
                byte[] hash = base64(test, "leafHash");
                long index = test.path("leafIdx").longValue();
                long last = test.path("treeSize").longValue() - 1;
                // RFC 9162 §2.1.3.2
                for (JsonNode step : test.path("proof")) {
                    byte[] sibling = Base64.getDecoder().decode(step.textValue());
                    if (index % 2 == 1 || index == last) {
                        hash = Tree.node(sibling, hash);
                        while (index % 2 == 0 && index != 0) {
                            index >>= 1;
                            last >>= 1;
                        }
                    } else {
                        hash = Tree.node(hash, sibling);
                    }
                    index >>= 1;
                    last >>= 1;
                }
                assertThat(Arrays.equals(hash, base64(test, "root")))
                        .as(file.toString())
                        .isTrue();
                cases++;
            }
        }
        assertThat(cases).isPositive();
    }

    private static List<Path> filesIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static byte[] base64(JsonNode json, String name) {
        return Base64.getDecoder().decode(json.path(name).textValue().getBytes(UTF_8));
    }
}
