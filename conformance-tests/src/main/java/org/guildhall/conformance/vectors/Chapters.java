package org.guildhall.conformance.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chapters of the specification, as far as programs look into them: their examples. */
public final class Chapters {
    private static final Pattern BEGIN = Pattern.compile("<!-- example: ([a-z-]+) -->\n");
    private static final String END = "<!-- end of example -->\n";

    private Chapters() {}

    public static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Fills every example of every chapter. */
    public static void update(Path directory) throws IOException {
        for (Path file : in(directory)) {
            Files.writeString(file, filled(Files.readString(file)));
        }
    }

    /** A chapter with its examples as they come out today. */
    public static String filled(String chapter) {
        Map<String, String> examples = Examples.all();
        // An example that is already filled ends at its mark; one that is new has no mark before the next one begins.
        StringBuilder out = new StringBuilder();
        int from = 0;
        List<MatchResult> marks = BEGIN.matcher(chapter).results().toList();
        for (int i = 0; i < marks.size(); i++) {
            MatchResult mark = marks.get(i);
            String name = mark.group(1);
            String text = examples.get(name);
            if (text == null) {
                throw new IllegalArgumentException("no example " + name);
            }
            int limit = i + 1 < marks.size() ? marks.get(i + 1).start() : chapter.length();
            int end = chapter.indexOf(END, mark.end());
            int resume = end >= 0 && end < limit ? end + END.length() : mark.end();
            out.append(chapter, from, mark.end()).append(text).append(END);
            from = resume;
        }
        return out.append(chapter.substring(from)).toString();
    }
}
