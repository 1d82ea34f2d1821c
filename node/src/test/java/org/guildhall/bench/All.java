package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs all benches, each in a Java of its own, and writes {@code docs/benchmarks.md}: ratios and marks first, then the
 * figures with the conditions they were measured under.
 */
final class All {
    private static final List<String> BENCHES = List.of(
            "FollowingSpeed",
            "CatchingUp",
            "Recovery",
            "ManyFollowers",
            "Latency",
            "PageReading",
            "Posting",
            "StartAndMemory",
            "ImportAndFollow",
            "KillRuns");
    private static final String MARK = " mark";

    private All() {}

    public static void main(String[] args) throws Exception {
        List<JsonNode> results = new ArrayList<>();
        for (String bench : BENCHES) {
            run(bench, args, results);
        }
        Path table = Path.of(System.getProperty("guildhall.root", "."), "docs", "benchmarks.md");
        Files.createDirectories(table.getParent());
        Files.writeString(table, table(results));
        System.out.println("written: docs/benchmarks.md");
    }

    private static void run(String bench, String[] args, List<JsonNode> results)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ServedNode.java());
        command.addAll(List.of("-Xmx1g"));
        for (String name : List.of("guildhall.options", "guildhall.root", "guildhall.shared")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.guildhall.bench." + bench));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                if (line.startsWith("{\"bench\"")) {
                    results.add(new ObjectMapper().readTree(line));
                }
            }
        }
        int code = process.waitFor();
        if (code != 0) {
            System.out.println("   " + bench + " FAILED with exit code " + code);
        }
    }

    private static String table(List<JsonNode> results) throws IOException {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n");
        text.append("Measured on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(" with `scripts/bench all`: ")
                .append(processor())
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" cores shared by nodes, load and bench, Java ")
                .append(Runtime.version())
                .append(
                        ", embedded database, everything on the loopback interface. Figures differ between machines and")
                .append(" days; the shares of a limit that was measured in the same run are what counts.\n\n");
        text.append("| bench | share or bounded figure | measured | mark | |\n| --- | --- | --- | --- | --- |\n");
        for (JsonNode result : results) {
            for (Map.Entry<String, JsonNode> mark : result.properties()) {
                if (mark.getKey().endsWith(MARK)) {
                    text.append(marked(
                            result,
                            mark.getKey().substring(0, mark.getKey().length() - MARK.length()),
                            mark.getValue()));
                }
            }
        }
        for (JsonNode result : results) {
            text.append("\n## ").append(result.path("bench").asText()).append("\n\n| | |\n| --- | --- |\n");
            for (Map.Entry<String, JsonNode> figure : result.properties()) {
                if (!figure.getKey().endsWith(MARK)
                        && !List.of("bench", "java", "processors").contains(figure.getKey())) {
                    text.append("| ")
                            .append(figure.getKey())
                            .append(" | ")
                            .append(figure.getValue().asText().replace("|", "\\|"))
                            .append(" |\n");
                }
            }
        }
        return text.toString();
    }

    private static String marked(JsonNode result, String name, JsonNode mark) {
        String bench = result.path("bench").asText();
        if (result.has(name)) {
            double share = result.path(name).asDouble();
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f %% | ≥ %.0f %% | %s |%n",
                    bench,
                    name,
                    share * 100,
                    mark.asDouble() * 100,
                    share >= mark.asDouble() ? "reached" : "**missed**");
        }
        for (Map.Entry<String, JsonNode> figure : result.properties()) {
            if (figure.getKey().startsWith(name + " (")) {
                double value = figure.getValue().asDouble();
                String unit = figure.getKey()
                        .substring(name.length() + 2, figure.getKey().length() - 1);
                return String.format(
                        Locale.ROOT,
                        "| %s | %s | %,.1f %s | ≤ %,.0f %s | %s |%n",
                        bench,
                        name,
                        value,
                        unit,
                        mark.asDouble(),
                        unit,
                        value <= mark.asDouble() ? "reached" : "**missed**");
            }
        }
        return "";
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch", "");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch", ""));
    }
}
