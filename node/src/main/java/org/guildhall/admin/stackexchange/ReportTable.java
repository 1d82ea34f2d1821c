package org.guildhall.admin.stackexchange;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** An import's report for people, in plain text. */
public final class ReportTable {

    /** What is counted in the dump, and the kind of record it becomes. */
    private record Line(String count, String kind) {}

    private static final List<Line> LINES = List.of(
            new Line("members", "Member"),
            new Line("questions", "Question"),
            new Line("answers", "Answer"),
            new Line("comments", "Comment"),
            new Line("accepted", "Accept"),
            new Line("links", "Link"),
            new Line("tallies", "Tally"),
            new Line("topics", "Topic"));
    private static final List<String> OTHERS =
            List.of("edits", "votes-up", "votes-down", "comment-votes", "texts-as-typed", "texts-converted");
    private static final int EXAMPLES = 3;

    private final ResourceBundle texts;

    public ReportTable() {
        this.texts = ResourceBundle.getBundle("org.guildhall.admin.stackexchange.report", Locale.ROOT);
    }

    /** The report, with a line feed at its end. */
    public String text(ImportReport report) {
        StringBuilder out = new StringBuilder();
        out.append(say(report.dryRun() ? "title.dry" : "title", report.site().address()))
                .append(" (")
                .append(texts.getString("site." + report.siteKnown()))
                .append(")\n\n");
        out.append(String.format(
                Locale.ROOT,
                "%-30s %9s %9s %9s %9s %9s%n",
                "",
                texts.getString("column.found"),
                texts.getString("column.added"),
                texts.getString("column.updated"),
                texts.getString("column.unchanged"),
                texts.getString("column.records")));
        for (Line line : LINES) {
            ImportReport.Changes changes =
                    report.changes().getOrDefault(line.kind(), new ImportReport.Changes(0, 0, 0, 0));
            out.append(String.format(
                    Locale.ROOT,
                    "%-30s %9d %9d %9d %9d %9d%n",
                    texts.getString("count." + line.count()),
                    report.counts().getOrDefault(line.count(), 0L),
                    changes.added(),
                    changes.updated(),
                    changes.unchanged(),
                    changes.records()));
        }
        for (String name : OTHERS) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-30s %9d%n",
                    texts.getString("count." + name),
                    report.counts().getOrDefault(name, 0L)));
        }
        licences(report.counts(), out);
        out.append('\n')
                .append(texts.getString(report.found().isEmpty() ? "nothing" : "worth-knowing"))
                .append('\n');
        for (ImportReport.Found found : report.found()) {
            out.append(String.format(Locale.ROOT, "%7d  ", found.count()))
                    .append(texts.getString("finding." + found.finding().code()))
                    .append('\n');
            examples(found, out);
        }
        return out.toString();
    }

    private static void licences(Map<String, Long> counts, StringBuilder out) {
        counts.forEach((name, count) -> {
            if (name.startsWith(ImportReport.LICENSE)) {
                out.append(String.format(
                        Locale.ROOT, "%-30s %9d%n", name.substring(ImportReport.LICENSE.length()), count));
            }
        });
    }

    private void examples(ImportReport.Found found, StringBuilder out) {
        long shown = 0;
        int lines = 0;
        for (ImportReport.Example example : found.examples()) {
            if (++lines > EXAMPLES && found.examples().size() > EXAMPLES + 1) {
                break;
            }
            shown += example.count();
            out.append("           ").append(example.what());
            if (example.count() > 1) {
                out.append(" (").append(example.count()).append(')');
            }
            out.append('\n');
        }
        if (shown < found.count()) {
            out.append("           ").append(say("more", found.count() - shown)).append('\n');
        }
    }

    private String say(String key, Object argument) {
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(new Object[] {argument});
    }
}
