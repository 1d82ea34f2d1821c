package org.guildhall.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member takes back an answer that went through two other organisations: from its author's node to the question's home, which logged
 * it, to a node that follows the home alone.
 */
class ErasureIT {
    /** A word that occurs nowhere else, in the answer alone. */
    private static final String SECRET = "Zwiebelturmuhrschlüssel";

    @TempDir
    Path folder;

    @Test
    void reachesEveryDiskAndEveryNodeSaysSo() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode vendor = town.start("vendor");
            ProcessNode home = town.start("home");
            ProcessNode third = town.start("third");
            town.peer(home, vendor);
            town.peer(home, third);
            home.done("peer", "policy", vendor.id(), "--relay", "all");
            Person asker = home.member("asker");
            Person expert = vendor.member("expert");
            Person reader = third.member("reader");
            String question = asker.ask("Where is it kept?", "We cannot find it.", "clocks", "en");
            Town.until(
                    "the question is at the vendor",
                    () -> assertThat(expert.reads(question, "cannot find")).isTrue());
            expert.answer(question, "Ask for the " + SECRET + ".");
            Town.until(
                    "the third node has the answer",
                    () -> assertThat(reader.reads(question, SECRET)).isTrue());
            for (ProcessNode node : List.of(vendor, home, third)) {
                assertThat(filesWith(node.data()))
                        .as("a search finds what is there")
                        .isNotEmpty();
            }

            long began = System.nanoTime();
            vendor.done("member", "erase", "expert", "--posts");
            for (ProcessNode node : List.of(vendor, home, third)) {
                Town.until(
                        "no file holds it",
                        () -> assertThat(filesWith(node.data())).isEmpty());
            }
            Town.until("the peer has answered, and who follows the peer alone", () -> {
                JsonNode own = vendor.done("erasure", "ls", "--json").json().path("own");
                assertThat(own).isNotEmpty();
                for (JsonNode erasure : own) {
                    assertThat(erasure.path("nodes")).hasSize(2);
                    for (JsonNode node : erasure.path("nodes")) {
                        assertThat(node.has("answered")).isTrue();
                    }
                }
            });
            String object = vendor.done("erasure", "ls", "--json")
                    .json()
                    .at("/own/0/object")
                    .asText();
            Town.until(
                    "the files are known to be clean",
                    () -> assertThat(vendor.done("erasure", "show", object).out())
                            .contains("clean since"));
            assertThat(vendor.done("erasure", "show", object).out())
                    .contains("by us", "home")
                    .as("the third node is no peer of the vendor")
                    .contains(third.id(), "no peer then")
                    .doesNotContain("not yet");
            assertThat(third.done("erasure", "show", object).out()).contains("Our receipt");
            System.out.println("erased at three nodes after " + (System.nanoTime() - began) / 1_000_000 + " ms");
            for (ProcessNode node : List.of(vendor, home, third)) {
                node.done("log", "verify");
            }
            assertThat(asker.reads(question, "cannot find"))
                    .as("the rest can be read")
                    .isTrue();
        }
    }

    /** All files of a node that hold the word, as text or as the search index writes terms. */
    private static List<Path> filesWith(Path data) throws IOException {
        String word = new String(SECRET.getBytes(UTF_8), ISO_8859_1);
        String term = word.toLowerCase(Locale.ROOT).substring(0, 12);
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                    if (bytes.contains(word) || bytes.contains(term)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
            }

            /** A segment of the index may be merged away meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw fault;
            }
        });
        return found;
    }
}
