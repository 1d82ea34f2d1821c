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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs all benches, each in a Java of its own, and writes {@code docs/benchmarks.md}: ratios and marks first, then the
 * figures with the conditions they were measured under.
 */
final class All {
    private static final List<Bench> BENCHES = List.of(
            new Bench("FollowingSpeed", "a node follows another from zero; beside it, what its database does alone"),
            new Bench("CatchingUp", "everything of 100,000 records, then 2,000, then 1 %: requests, bytes, speed"),
            new Bench("Recovery", "a disk is lost and made anew from two peers, of which one lies"),
            new Bench("ManyFollowers", "what a record costs its publisher with 1, 10, 100 followers"),
            new Bench("Latency", "from acknowledged here to readable at a peer"),
            new Bench("ErasureReach", "from erased here to gone at the third level, receipts and files included"),
            new Bench(
                    "FaultRuns",
                    "cables pulled, roads blocked, links slow and lossy, nodes killed: nothing acknowledged is lost, and"
                            + " every entry is accounted for; a killed node heals from when it serves again. Linux, as root;"
                            + " topology=mesh knows no hubs",
                    "topology=hub",
                    "rounds=6"),
            new Bench(
                    "HostileNeighbour",
                    "a peer that does its worst: the others' latency, memory, files",
                    "minutes=1",
                    "quietSeconds=20"),
            new Bench("PageReading", "question pages beside a handler that only sends the same bytes"),
            new Bench(
                    "Reputation",
                    "attacks on standing: what each gains at an honest node, what it costs honest members, and what a plain sum of"
                            + " votes would have given; deterministic"),
            new Bench(
                    "StandingGrowth",
                    "a new fact among so many: until its number is read, and the rows that are looked at for it",
                    "facts=10000,100000"),
            new Bench("Posting", "posts through the form, one writer and eight"),
            new Bench("StartAndMemory", "start to first answer; memory"),
            new Bench("ImportAndFollow", "a dump of a site, imported and followed"),
            new Bench("KillRuns", "SIGKILL at random moments while members post"));
    private static final String MARK = " mark";

    private All() {}

    /**
     * One of them.
     *
     * @param arguments of its short form; none when it is run here in full
     */
    private record Bench(String name, String shows, List<String> arguments) {
        Bench(String name, String shows, String... arguments) {
            this(name, shows, List.of(arguments));
        }
    }

    public static void main(String[] args) throws Exception {
        List<JsonNode> results = new ArrayList<>();
        for (Bench bench : BENCHES) {
            run(bench, args, results);
        }
        Path table = Path.of(System.getProperty("guildhall.root", "."), "docs", "benchmarks.md");
        Files.createDirectories(table.getParent());
        Files.writeString(table, table(results));
        System.out.println("written: docs/benchmarks.md");
    }

    private static void run(Bench bench, String[] args, List<JsonNode> results)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ServedNode.java());
        command.addAll(List.of("-Xmx1g"));
        for (String name : List.of("guildhall.options", "guildhall.root", "guildhall.shared")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.guildhall.bench." + bench.name()));
        // The first of a name counts.
        command.addAll(List.of(args));
        command.addAll(bench.arguments());
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
            System.out.println("   " + bench.name() + " FAILED with exit code " + code);
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
        text.append(
                        "\n## How to run them\n\n`scripts/bench all` runs each in the form below and writes this page; a name after")
                .append(
                        " `scripts/bench` runs one, in full if nothing is said.\n\n| in this page | shows |\n| --- | --- |\n");
        for (Bench bench : BENCHES) {
            text.append("| `scripts/bench ")
                    .append(String.join(
                            " ",
                            Stream.concat(Stream.of(bench.name()), bench.arguments().stream())
                                    .toList()))
                    .append("` | ")
                    .append(bench.shows())
                    .append(" |\n");
        }
        for (JsonNode result : results) {
            text.append("\n## ").append(result.path("bench").asText()).append("\n\n| | |\n| --- | --- |\n");
            for (Map.Entry<String, JsonNode> figure : result.properties()) {
                if (!figure.getKey().endsWith(MARK)
                        && !figure.getValue().isObject()
                        && !List.of("bench", "java", "processors").contains(figure.getKey())) {
                    text.append("| ")
                            .append(figure.getKey())
                            .append(" | ")
                            .append(figure.getValue().asText().replace("|", "\\|"))
                            .append(" |\n");
                }
            }
            for (Map.Entry<String, JsonNode> figure : result.properties()) {
                if (figure.getValue().isObject()) {
                    text.append('\n').append(rows(figure.getValue()));
                }
            }
        }
        return text.toString();
    }

    /** A table as {@link Report#table} has it. */
    private static String rows(JsonNode table) {
        List<String> columns = new ArrayList<>();
        table.path("columns").forEach(column -> columns.add(column.asText()));
        StringBuilder text = new StringBuilder(line(columns)).append(line(Collections.nCopies(columns.size(), "---")));
        for (JsonNode row : table.path("rows")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(Report.cell(
                    cell.isIntegralNumber()
                            ? cell.longValue()
                            : cell.isNumber() ? cell.doubleValue() : cell.asText())));
            text.append(line(cells));
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
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
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
