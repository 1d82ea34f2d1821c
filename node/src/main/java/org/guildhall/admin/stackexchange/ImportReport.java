package org.guildhall.admin.stackexchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import did, or would do.
 *
 * @param dryRun nothing was written
 * @param counts what the dump holds that can be imported, by name: {@code questions}, {@code answers}, …
 * @param changes what became of it here, by the kind of record: {@code Question}, {@code Answer}, …
 * @param found what was left out or is not as it was
 */
public record ImportReport(
        Site site,
        boolean dryRun,
        Duration took,
        Map<String, Long> counts,
        Map<String, Changes> changes,
        List<Found> found) {

    /** What the names of counts begin with that tell how many posts and comments stand under a licence. */
    static final String LICENSE = "license ";

    /** How the site became known, as the report writes it: {@code given}, {@code directory-name}, {@code text-file}. */
    public String siteKnown() {
        return site.known().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Objects that were not here, that had news, and that had none; and all records written for them. */
    public record Changes(long added, long updated, long unchanged, long records) {}

    /** One kind of finding: how often, and the first of them. */
    public record Found(Finding finding, long count, List<Example> examples) {}

    /** A thing that was found so often. */
    public record Example(String what, long count) {}

    /** The report as the administrative API gives it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("site", site.address())
                .put("siteKnown", siteKnown())
                .put("dryRun", dryRun)
                .put("milliseconds", took.toMillis());
        ObjectNode all = json.putObject("counts");
        new TreeMap<>(counts).forEach((name, count) -> all.put(name, count));
        ObjectNode records = json.putObject("changes");
        new TreeMap<>(changes)
                .forEach((kind, change) -> records.putObject(kind)
                        .put("added", change.added())
                        .put("updated", change.updated())
                        .put("unchanged", change.unchanged())
                        .put("records", change.records()));
        ArrayNode findings = json.putArray("findings");
        for (Found one : found) {
            ObjectNode item =
                    findings.addObject().put("code", one.finding().code()).put("count", one.count());
            ArrayNode examples = item.putArray("examples");
            one.examples()
                    .forEach(example ->
                            examples.addObject().put("what", example.what()).put("count", example.count()));
        }
        return json;
    }

    /**
     * A report from what {@link #json()} made.
     *
     * @throws IllegalArgumentException if it was not made by it
     */
    public static ImportReport of(JsonNode json) {
        Map<String, Long> counts = new TreeMap<>();
        json.path("counts")
                .properties()
                .forEach(item -> counts.put(item.getKey(), item.getValue().asLong()));
        Map<String, Changes> changes = new TreeMap<>();
        json.path("changes").properties().forEach(item -> {
            JsonNode change = item.getValue();
            changes.put(
                    item.getKey(),
                    new Changes(
                            change.path("added").asLong(),
                            change.path("updated").asLong(),
                            change.path("unchanged").asLong(),
                            change.path("records").asLong()));
        });
        List<Found> found = new ArrayList<>();
        for (JsonNode item : json.path("findings")) {
            List<Example> examples = new ArrayList<>();
            for (JsonNode example : item.path("examples")) {
                examples.add(new Example(
                        example.path("what").asText(), example.path("count").asLong()));
            }
            found.add(new Found(
                    Finding.valueOf(name(item.path("code").asText())),
                    item.path("count").asLong(),
                    List.copyOf(examples)));
        }
        return new ImportReport(
                new Site(
                        json.path("site").asText(),
                        Site.Known.valueOf(name(json.path("siteKnown").asText()))),
                json.path("dryRun").asBoolean(),
                Duration.ofMillis(json.path("milliseconds").asLong()),
                counts,
                changes,
                List.copyOf(found));
    }

    private static String name(String code) {
        return code.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
