package org.guildhall.conformance.follow;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found: facts, and for each requirement that was tried whether it is kept. */
public final class Report {
    /** One trial. {@code detail} says what was seen when the requirement is not kept. */
    public record Finding(String requirement, String what, boolean kept, String detail) {}

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    void fact(String name, String value) {
        facts.put(name, value);
    }

    void check(String requirement, String what, boolean kept, String detail) {
        findings.add(new Finding(requirement, what, kept, detail));
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public Map<String, String> facts() {
        return Map.copyOf(facts);
    }

    public boolean isGood() {
        return findings.stream().allMatch(Finding::kept);
    }

    public void print(PrintStream out) {
        facts.forEach((name, value) -> out.printf("%-12s %s%n", name, value));
        out.println();
        for (Finding finding : findings) {
            out.println((finding.kept() ? "kept    " : "BROKEN  ") + finding.requirement() + "  " + finding.what()
                    + (finding.kept() ? "" : ": " + finding.detail()));
        }
        long broken = findings.stream().filter(finding -> !finding.kept()).count();
        out.println();
        out.println(findings.size() + " checks, " + broken + " broken");
    }
}
