package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportReportTest {

    private final ImportReport report = new ImportReport(
            Collected.PUMPS,
            true,
            Duration.ofMillis(1_500),
            Map.of("questions", 3L, ImportReport.LICENSE + "CC-BY-SA-4.0", 4L),
            Map.of("Question", new ImportReport.Changes(2, 1, 0, 5)),
            List.of(new ImportReport.Found(
                    Finding.IMAGE,
                    5,
                    List.of(new ImportReport.Example("https://a/", 2), new ImportReport.Example("https://b/", 1)))));

    @Test
    void comesBackFromJson() {
        assertThat(ImportReport.of(report.json())).isEqualTo(report);
    }

    @Test
    void isATableForPeople() {
        String table = new ReportTable().text(report);
        assertThat(table)
                .contains("https://pumps.stackexchange.com: dry run, nothing was written (as given)")
                .containsPattern("questions +3 +2 +1 +0 +5\n")
                .containsPattern("CC-BY-SA-4.0 +4\n")
                .contains("      5  images stay where they are")
                .contains("https://a/ (2)\n")
                .contains("… and 2 more");
    }

    @Test
    void hasWordsForEveryFinding() {
        ReportTable table = new ReportTable();
        List<ImportReport.Found> all = Arrays.stream(Finding.values())
                .map(finding -> new ImportReport.Found(finding, 1, List.of()))
                .toList();
        assertThat(table.text(new ImportReport(Collected.PUMPS, false, Duration.ZERO, Map.of(), Map.of(), all)))
                .contains("Worth knowing");
    }
}
