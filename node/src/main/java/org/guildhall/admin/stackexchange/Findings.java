package org.guildhall.admin.stackexchange;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what an import finds. Counts everything, keeps so many examples of each kind. One thread at a time. */
final class Findings {

    private static final int EXAMPLES = 20;

    /** Images and links that lead nowhere are listed, as somebody may want to go through them. */
    private static final int LISTED = 10_000;

    private static final class Tallied {
        private long count;
        private final Map<String, Long> examples = new LinkedHashMap<>();
    }

    private final Map<Finding, Tallied> found = new EnumMap<>(Finding.class);
    private final Map<String, Long> counts = new TreeMap<>();

    /** What it is about is a number at the source, a name or an address; the same one again is counted only. */
    void add(Finding finding, String example) {
        add(finding, example, 1);
    }

    void add(Finding finding, String example, long times) {
        Tallied tallied = found.computeIfAbsent(finding, key -> new Tallied());
        tallied.count += times;
        int most = finding == Finding.IMAGE || finding == Finding.LINK_DANGLING ? LISTED : EXAMPLES;
        if (tallied.examples.containsKey(example) || tallied.examples.size() < most) {
            tallied.examples.merge(example, times, Long::sum);
        }
    }

    /** Adds what another collection has. */
    void addAll(Findings others) {
        others.found.forEach((finding, tallied) -> {
            long told = 0;
            for (Map.Entry<String, Long> example : tallied.examples.entrySet()) {
                add(finding, example.getKey(), example.getValue());
                told += example.getValue();
            }
            found.computeIfAbsent(finding, key -> new Tallied()).count += tallied.count - told;
        });
        others.counts.forEach(this::count);
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    List<ImportReport.Found> found() {
        List<ImportReport.Found> list = new ArrayList<>();
        found.forEach((finding, tallied) -> {
            List<ImportReport.Example> examples = new ArrayList<>();
            tallied.examples.forEach((what, times) -> examples.add(new ImportReport.Example(what, times)));
            list.add(new ImportReport.Found(finding, tallied.count, List.copyOf(examples)));
        });
        return List.copyOf(list);
    }
}
