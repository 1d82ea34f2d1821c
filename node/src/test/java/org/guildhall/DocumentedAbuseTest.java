package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every test that docs/abuse.md names is there and is run, and no row is without a word. */
class DocumentedAbuseTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
    private static final Pattern ROW = Pattern.compile("\\| (A\\d\\d) \\|[^|]+\\|[^|]+\\|([^|]+)\\|");

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/abuse.md"));
    }

    static Stream<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher found = NAMED.matcher(document());
        while (found.find()) {
            named.add(found.group(2) == null ? found.group(1) : found.group(1) + "#" + found.group(2));
        }
        return named.stream();
    }

    @ParameterizedTest
    @MethodSource("named")
    void isThere(String test) throws Exception {
        String[] parts = test.split("#", 2);
        List<Path> files;
        Path sources = Path.of("src/test/java");
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.endsWith(parts[0] + ".java")).toList();
        }
        assertThat(files).as(test).hasSize(1);
        String name = sources.relativize(files.get(0)).toString().replaceFirst("\\.java$", "");
        Class<?> found = Class.forName(name.replace(java.io.File.separatorChar, '.'));
        if (parts.length == 2) {
            assertThat(Arrays.stream(found.getDeclaredMethods())
                            .filter(method -> method.getName().equals(parts[1])))
                    .as(test)
                    .singleElement()
                    .matches(method -> AnnotationSupport.isAnnotated(method, Testable.class));
        }
    }

    @Test
    void everyRowNamesATestOrSaysThatThereIsNone() throws Exception {
        List<String> rows = new ArrayList<>();
        Matcher found = ROW.matcher(document());
        while (found.find()) {
            rows.add(found.group(1));
            boolean spoken =
                    NAMED.matcher(found.group(2)).find() || found.group(2).contains("later: ");
            assertThat(spoken).as(found.group(1)).isTrue();
        }
        assertThat(rows).hasSize(40).doesNotHaveDuplicates().isSorted();
    }
}
