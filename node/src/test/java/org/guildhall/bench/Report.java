package org.guildhall.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a bench prints: the machine's limit measured in the same run, the figure, the ratio, the conditions; then as JSON. */
final class Report {
    private final ObjectNode json = new ObjectMapper().createObjectNode();

    Report(String bench) {
        json.put("bench", bench);
        json.put("java", Runtime.version().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        System.out.println("== " + bench);
    }

    Report condition(String name, String value) {
        System.out.printf(Locale.ROOT, "   %-44s %s%n", name, value);
        json.put(name, value);
        return this;
    }

    Report figure(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "   %-44s %,.1f %s%n", name, value, unit);
        json.put(name + " (" + unit + ")", Math.round(value * 1000) / 1000.0);
        return this;
    }

    /** A share of a limit, with the mark it has to reach. */
    Report ratio(String name, double share, double mark) {
        boolean reached = share >= mark;
        System.out.printf(
                Locale.ROOT,
                "   %-44s %.1f %%  (mark: %.0f %%, %s)%n",
                name,
                share * 100,
                mark * 100,
                reached ? "reached" : "MISSED");
        json.put(name, Math.round(share * 10_000) / 10_000.0);
        json.put(name + " mark", mark);
        return this;
    }

    /** A figure that must not be above its mark. */
    Report atMost(String name, double value, double mark, String unit) {
        System.out.printf(
                Locale.ROOT,
                mark < 10
                        ? "   %-44s %,.2f %s  (mark: at most %,.2f, %s)%n"
                        : "   %-44s %,.1f %s  (mark: at most %,.0f, %s)%n",
                name,
                value,
                unit,
                mark,
                value <= mark ? "reached" : "MISSED");
        json.put(name + " (" + unit + ")", Math.round(value * 1000) / 1000.0);
        json.put(name + " mark", mark);
        return this;
    }

    /**
     * Rows under columns, in which a cell is a number or a text.
     *
     * @param columns the first is as wide as its longest text
     */
    Report table(String name, List<String> columns, List<List<Object>> rows) {
        ObjectNode table = json.putObject(name);
        columns.forEach(table.putArray("columns")::add);
        ArrayNode lines = table.putArray("rows");
        List<List<String>> shown = new ArrayList<>(List.of(columns));
        for (List<Object> row : rows) {
            ArrayNode line = lines.addArray();
            row.forEach(line::addPOJO);
            shown.add(row.stream().map(Report::cell).toList());
        }
        for (List<String> row : shown) {
            StringBuilder text = new StringBuilder("   ");
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = shown.stream()
                        .mapToInt(one -> one.get(column).length())
                        .max()
                        .orElse(1);
                boolean number = !rows.isEmpty() && rows.get(0).get(i) instanceof Number;
                text.append(String.format(Locale.ROOT, "%" + (number ? "" : "-") + width + "s  ", row.get(i)));
            }
            System.out.println(text.toString().stripTrailing());
        }
        return this;
    }

    static String cell(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%,.1f", number)
                : value instanceof Number number
                        ? String.format(Locale.ROOT, "%,d", number.longValue())
                        : value.toString();
    }

    void print() {
        System.out.println(json);
    }

    /** The value below which the given share of the sorted samples lies. */
    static double percentile(double[] samples, double share) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
    }
}
