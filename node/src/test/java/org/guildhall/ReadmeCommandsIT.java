package org.guildhall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what stands in the README's code blocks, line by line and in its order, into a shell in an empty folder, with the
 * packaged program. What stands there in capitals is put in, nothing else is changed.
 */
class ReadmeCommandsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Not typed here: the first is what {@code .ci/run} plays with {@code --once}, the second is what runs this test. */
    private static final List<String> RUN_ELSEWHERE = List.of("scripts/guildhall demo", "mvn verify");

    private static final Pattern INVITATION = Pattern.compile("oqx-invitation-\\S+");

    @TempDir
    Path folder;

    @Test
    void everyLineOfTheReadmeWorks() throws Exception {
        Files.createDirectory(folder.resolve("scripts"));
        Files.createSymbolicLink(folder.resolve("scripts/guildhall"), ROOT.resolve("scripts/guildhall"));
        List<String> elsewhere = new ArrayList<>();
        Process served = null;
        // The README's node has an address that exists behind a proxy with TLS only; who peers here needs none.
        try (RunningNode yours = RunningNode.start(folder.resolve("yours"), "--name", "Yours");
                RunningNode theirs = RunningNode.start(folder.resolve("theirs"), "--name", "Theirs")) {
            String invitation = "";
            String answer = "";
            for (String line : lines()) {
                if (RUN_ELSEWHERE.contains(line)) {
                    elsewhere.add(line);
                } else if (line.equals("scripts/guildhall serve")) {
                    served = started(line);
                    awaitAddress(served);
                } else if (line.startsWith("scripts/guildhall peer invite")) {
                    Matcher printed = INVITATION.matcher(typed(line, yours.data()));
                    assertThat(printed.find()).as(line).isTrue();
                    invitation = printed.group();
                } else if (line.startsWith("scripts/guildhall peer ")) {
                    assertThat(typed(line.replace("INVITATION", invitation), theirs.data()))
                            .as(line)
                            .contains("Yours");
                } else if (line.startsWith("scripts/guildhall credential verify ")) {
                    // By somebody who has the file and no node.
                    assertThat(typed(line, folder.resolve("none"))).as(line).contains("accepted");
                } else if (line.startsWith("scripts/guildhall standing ")
                        || line.startsWith("scripts/guildhall credential ")) {
                    if (answer.isEmpty()) {
                        answer = acceptedAnswer(yours, theirs);
                    }
                    String names = line.replace("TOPIC", "oil")
                            .replace("MEMBER", "admin")
                            .replace("ANSWER", answer);
                    assertThat(typed(names, theirs.data()))
                            .as(names)
                            .contains(line.contains(" issue ") ? "answer.json" : "admin");
                } else {
                    typed(line.replace("DIR", dump()), folder.resolve("guildhall-data"));
                }
            }
        } finally {
            if (served != null) {
                end(served);
            }
        }
        assertThat(elsewhere).containsExactlyElementsOf(RUN_ELSEWHERE);
        assertThat(served).as("the README says how to serve").isNotNull();
    }

    /** Asked at yours, answered at theirs, accepted: where the answer stands. */
    private static String acceptedAnswer(RunningNode yours, RunningNode theirs) throws Exception {
        Person asker = administrator(yours);
        String question = asker.ask("Which oil is right in winter?", "It is cold.", "oil", "en");
        yours.awaitKeptBy(theirs);
        administrator(theirs).answer(question, "Number 46.");
        theirs.awaitKeptBy(yours);
        String key = asker.answers(question).get(0).key();
        asker.accept(question, key);
        yours.awaitKeptBy(theirs);
        return question + "#p-" + key;
    }

    private static Person administrator(RunningNode node) throws IOException {
        return Person.signIn(
                node.address(), "admin", node.made().path("password").asText());
    }

    /** With what the shell started: a shell that is ended leaves that behind. */
    private static void end(Process shell) throws Exception {
        List<ProcessHandle> all = new ArrayList<>(shell.descendants().toList());
        all.add(shell.toHandle());
        for (ProcessHandle one : all) {
            one.destroy();
        }
        for (ProcessHandle one : all) {
            one.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static String dump() {
        return ROOT.resolve("node/src/test/resources/stackexchange/pumps").toString();
    }

    /** What the code blocks tell people to type, comments left out. */
    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean block = false;
        for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
            if (line.startsWith("```")) {
                block = !block;
            } else if (block) {
                lines.add(line.replaceFirst("\\s#.*", "").strip());
            }
        }
        assertThat(lines).as("the README has commands").hasSizeGreaterThan(5);
        return lines;
    }

    /** Types a line, waits for its end, and gives back what it printed; only a success will do. */
    private String typed(String line, Path data) throws Exception {
        File said = Files.createTempFile(folder, "said", ".txt").toFile();
        Process process =
                shell(line, data).redirectErrorStream(true).redirectOutput(said).start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        if (!ended) {
            end(process);
        }
        String text = Files.readString(said.toPath());
        assertThat(ended).as("%s ends; it said %s", line, text).isTrue();
        assertThat(process.exitValue()).as("%s: %s", line, text).isZero();
        return text;
    }

    /** Types a line that goes on. */
    private Process started(String line) throws IOException {
        return shell(line, folder.resolve("guildhall-data"))
                .redirectError(folder.resolve("serve.log").toFile())
                .start();
    }

    /** Returns when it has printed where it serves. */
    private void awaitAddress(Process serving) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(serving.getInputStream(), UTF_8));
        assertThat(out.readLine())
                .as(() -> "it prints its address; its log: " + log())
                .isNotNull()
                .contains("https://ask.example.org");
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("serve.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private ProcessBuilder shell(String line, Path data) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line).directory(folder.toFile());
        Map<String, String> environment = shell.environment();
        environment.put("GUILDHALL_NO_BUILD", "1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Where the README says it is, no variable is needed to find it.
        if (!data.equals(folder.resolve("guildhall-data"))) {
            environment.put("GUILDHALL_DATA", data.toString());
        } else {
            environment.remove("GUILDHALL_DATA");
        }
        return shell;
    }
}
