package org.guildhall.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Somebody who walks once through all the pages of a node. */
public final class Visitor {
    private static final List<String> PATHS =
            List.of("/", "/topics", "/federation", "/.well-known/oqx", "/oqx/log/checkpoint", "/oqx/log/page/0");

    private Visitor() {}

    /** Whether the node answers with its front page. */
    public static boolean isOpen(URI node) {
        try {
            return new Browser(node).open("/").ok();
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads, signs in, asks, answers and searches. */
    public static void visit(URI node, String handle, String password) throws IOException {
        Browser reader = new Browser(node);
        for (String path : PATHS) {
            if (!reader.open(path).ok()) {
                throw new IOException(path + " cannot be read");
            }
        }
        Person person = Person.signIn(node, handle, password);
        String question =
                person.ask("How is this page made?", "A *question* with `code`.\n\n- and a list", "pages", "en");
        person.answer(question, "By a **rehearsal**.");
        person.finds("rehearsal", "");
        reader.open(question);
    }

    /** Removes a folder and what is in it. */
    public static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
