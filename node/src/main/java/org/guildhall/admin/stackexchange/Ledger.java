package org.guildhall.admin.stackexchange;

import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the objects of each kind, for the report. */
final class Ledger {

    private final Map<String, ImportReport.Changes> changes = new TreeMap<>();
    private final Findings findings = new Findings();

    Findings findings() {
        return findings;
    }

    /** An object of which so many revisions were here, and so many are published now. */
    void enter(String kind, int before, int published) {
        add(
                kind,
                new ImportReport.Changes(
                        before == 0 && published > 0 ? 1 : 0,
                        before > 0 && published > 0 ? 1 : 0,
                        published == 0 ? 1 : 0,
                        published));
    }

    void addAll(Ledger other) {
        other.changes.forEach(this::add);
        findings.addAll(other.findings);
    }

    private void add(String kind, ImportReport.Changes more) {
        changes.merge(
                kind,
                more,
                (a, b) -> new ImportReport.Changes(
                        a.added() + b.added(),
                        a.updated() + b.updated(),
                        a.unchanged() + b.unchanged(),
                        a.records() + b.records()));
    }

    Map<String, ImportReport.Changes> changes() {
        return Map.copyOf(changes);
    }
}
