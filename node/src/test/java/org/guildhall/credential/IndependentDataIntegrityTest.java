package org.guildhall.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What others' libraries say of our credentials. Runs where Node.js and npm are and the packages can be had; says so where not.
 */
class IndependentDataIntegrityTest {
    private static final Path HERE = Path.of("src/test/resources/data-integrity");
    private static final int ATTEMPTS = 3;
    private static final Path WORK = Path.of("target/data-integrity");

    @BeforeAll
    static void installed() throws Exception {
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "package-lock.json", "verify.mjs")) {
            Files.write(WORK.resolve(file), Files.readAllBytes(HERE.resolve(file)));
        }
        boolean there = false;
        // The registry may be slow, or away for a moment; what was had once is not asked for again.
        for (int attempt = 1; attempt <= ATTEMPTS && !there; attempt++) {
            there = run("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
                            .exitCode()
                    == 0;
        }
        if (!there) {
            System.err.println(
                    "SKIPPED: credentials by an independent implementation: Node.js, npm or its packages are missing");
        }
        assumeTrue(there, "Node.js, npm or the packages of package-lock.json are missing");
    }

    @Test
    void holdTheProofAndKnowEveryTerm() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        byte[] bytes = Credential.issue(
                        sample.ofAnswer(30), sample.home.signing(), SampleTestimony.NOW, Verifier.best())
                .bytes();
        JsonNode said = said(bytes);
        assertThat(said.path("problem").asText()).isEmpty();
        assertThat(said.path("verified").asBoolean()).isTrue();
        assertThat(said.path("quads").asInt()).as("what JSON-LD makes of it").isGreaterThan(20);
    }

    @Test
    void refuseAChangedOne() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        String text = new String(
                Credential.issue(sample.ofAnswer(3), sample.home.signing(), SampleTestimony.NOW, Verifier.best())
                        .bytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        String changed = text.replace("12 up", "13 up");
        assertThat(changed).isNotEqualTo(text);
        assertThat(said(changed.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .path("verified")
                        .asBoolean())
                .isFalse();
    }

    private static JsonNode said(byte[] credential) throws Exception {
        Path file = Files.write(WORK.resolve("credential.json"), credential);
        Ran ran = run("node", "verify.mjs", file.getFileName().toString());
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }

    private record Ran(int exitCode, String out) {}

    private static Ran run(String... command) throws Exception {
        Path out = WORK.resolve("out.txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(WORK.toFile())
                    .redirectErrorStream(false)
                    .redirectOutput(out.toFile())
                    .redirectError(WORK.resolve("err.txt").toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            return new Ran(ended ? process.exitValue() : -1, Files.readString(out));
        } catch (IOException missing) {
            return new Ran(-1, "not installed: " + missing.getMessage());
        }
    }
}
