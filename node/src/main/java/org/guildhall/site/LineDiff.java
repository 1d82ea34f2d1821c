package org.guildhall.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.guildhall.site.view.DiffLine;

/**
 * Compares two texts line by line (longest common subsequence). Beyond {@value #MOST} differing lines on a side the whole
 * middle counts as replaced: the table would grow with their product.
 */
final class LineDiff {
    private static final int MOST = 1_000;

    private LineDiff() {}

    static List<DiffLine> of(String before, String after) {
        List<String> a = before.isEmpty() ? List.of() : List.of(before.split("\n", -1));
        List<String> b = after.isEmpty() ? List.of() : List.of(after.split("\n", -1));
        int start = 0;
        while (start < a.size() && start < b.size() && a.get(start).equals(b.get(start))) {
            start++;
        }
        int endA = a.size();
        int endB = b.size();
        while (endA > start && endB > start && a.get(endA - 1).equals(b.get(endB - 1))) {
            endA--;
            endB--;
        }
        List<DiffLine> lines = new ArrayList<>();
        add(lines, 0, b.subList(0, start));
        middle(lines, a.subList(start, endA), b.subList(start, endB));
        add(lines, 0, b.subList(endB, b.size()));
        return lines;
    }

    private static void middle(List<DiffLine> lines, List<String> a, List<String> b) {
        if (a.size() > MOST || b.size() > MOST) {
            add(lines, -1, a);
            add(lines, 1, b);
            return;
        }
        int[][] common = common(a, b);
        Deque<DiffLine> backwards = new ArrayDeque<>();
        int i = a.size();
        int j = b.size();
        while (i > 0 || j > 0) {
            if (i > 0 && j > 0 && a.get(i - 1).equals(b.get(j - 1))) {
                backwards.push(new DiffLine(0, a.get(i - 1)));
                i--;
                j--;
            } else if (j > 0 && (i == 0 || common[i][j - 1] >= common[i - 1][j])) {
                backwards.push(new DiffLine(1, b.get(j - 1)));
                j--;
            } else {
                backwards.push(new DiffLine(-1, a.get(i - 1)));
                i--;
            }
        }
        lines.addAll(backwards);
    }

    private static int[][] common(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                common[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return common;
    }

    private static void add(List<DiffLine> lines, int change, List<String> texts) {
        texts.forEach(text -> lines.add(new DiffLine(change, text)));
    }
}
