package org.guildhall.admin.stackexchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Tables: every row as wide as the widest, one line a cell. */
final class HtmlTables {

    private HtmlTables() {}

    /** Appends a table, if it has rows; the first is its head. */
    static boolean append(Element table, HtmlInlines inlines, Node into) {
        List<Element> rows = new ArrayList<>();
        for (Element row : table.select("> tr, > thead > tr, > tbody > tr, > tfoot > tr")) {
            if (!row.select("> td, > th").isEmpty()) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return false;
        }
        int width = rows.stream()
                .mapToInt(row -> row.select("> td, > th").size())
                .max()
                .orElse(1);
        TableBlock block = new TableBlock();
        TableHead head = new TableHead();
        head.appendChild(row(rows.get(0), width, true, inlines));
        block.appendChild(head);
        TableBody body = new TableBody();
        rows.stream().skip(1).forEach(row -> body.appendChild(row(row, width, false, inlines)));
        if (body.getFirstChild() != null) {
            block.appendChild(body);
        }
        into.appendChild(block);
        return true;
    }

    private static TableRow row(Element row, int width, boolean header, HtmlInlines inlines) {
        TableRow result = new TableRow();
        for (Element source : row.select("> td, > th")) {
            TableCell cell = new TableCell();
            cell.setHeader(header);
            cell.setAlignment(alignment(source));
            Inlines line = new Inlines(() -> cell, Inlines.Breaks.NONE);
            inlines.children(source, line);
            result.appendChild(cell);
        }
        for (int i = row.select("> td, > th").size(); i < width; i++) {
            TableCell cell = new TableCell();
            cell.setHeader(header);
            result.appendChild(cell);
        }
        return result;
    }

    private static TableCell.@Nullable Alignment alignment(Element cell) {
        String style = (cell.attr("align") + " " + cell.attr("style")).toLowerCase(Locale.ROOT);
        return style.contains("center")
                ? TableCell.Alignment.CENTER
                : style.contains("right")
                        ? TableCell.Alignment.RIGHT
                        : style.contains("left") ? TableCell.Alignment.LEFT : null;
    }
}
