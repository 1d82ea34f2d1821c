package org.guildhall.admin.stackexchange;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Builds a Markdown document from a post's HTML; for one use. */
final class HtmlTree {

    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul");
    private static final Set<String> DROPPED = Set.of(
            "script",
            "style",
            "template",
            "iframe",
            "object",
            "embed",
            "noscript",
            "head",
            "title",
            "meta",
            "link",
            "svg",
            "audio",
            "video",
            "input",
            "button",
            "select",
            "textarea");
    private static final Pattern LANGUAGE = Pattern.compile("(?:^|\\s)lang(?:uage)?[-:]\\s*([A-Za-z0-9+#.-]{1,30})");

    private final URI base;
    private final Set<String> images;
    private @Nullable String languageHint;

    /** @param images the addresses of images are added to it */
    HtmlTree(URI base, Set<String> images) {
        this.base = base;
        this.images = images;
    }

    Document read(Element body) {
        Document document = new Document();
        blocks(body, document);
        return document;
    }

    private void blocks(Element parent, Node into) {
        Inlines inlines = new Inlines(() -> append(into, new Paragraph()), Inlines.Breaks.LINES);
        flow(parent, into, inlines);
    }

    private static Node append(Node parent, Node child) {
        parent.appendChild(child);
        return child;
    }

    /** Children of an element that may hold both blocks and text. */
    private void flow(Element parent, Node into, Inlines inlines) {
        for (org.jsoup.nodes.Node node : parent.childNodes()) {
            if (node instanceof Element element && BLOCKS.contains(element.normalName())) {
                inlines.endBlock();
                block(element, into);
                inlines.endBlock();
            } else if (node instanceof Element element && holdsBlock(element)) {
                flow(element, into, inlines);
            } else {
                inline(node, inlines);
            }
        }
    }

    private static boolean holdsBlock(Element element) {
        return element.getAllElements().stream().skip(1).anyMatch(inner -> BLOCKS.contains(inner.normalName()));
    }

    private void block(Element element, Node into) {
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element, into);
            case "blockquote" -> {
                BlockQuote quote = new BlockQuote();
                blocks(element, quote);
                appendFilled(into, quote);
            }
            case "ul", "ol" -> list(element, into);
            case "pre" -> code(element, into);
            case "hr" -> into.appendChild(new ThematicBreak());
            case "table" -> table(element, into);
            case "dt" -> {
                StrongEmphasis term = new StrongEmphasis();
                Inlines inlines = new Inlines(() -> append(into, new Paragraph()), Inlines.Breaks.NONE);
                inlines.open(term);
                element.childNodes().forEach(child -> inline(child, inlines));
                inlines.close(term);
            }
            default -> blocks(element, into);
        }
    }

    private static void appendFilled(Node into, Node block) {
        if (block.getFirstChild() != null) {
            into.appendChild(block);
        }
    }

    private void heading(Element element, Node into) {
        int level = element.normalName().charAt(1) - '0';
        Inlines inlines = new Inlines(
                () -> {
                    Heading heading = new Heading();
                    heading.setLevel(level);
                    return append(into, heading);
                },
                Inlines.Breaks.NONE);
        element.childNodes().forEach(child -> inline(child, inlines));
    }

    private void list(Element element, Node into) {
        ListBlock list;
        // Two lists in a row would be read as one, so the second has another mark.
        if (element.normalName().equals("ol")) {
            OrderedList ordered = new OrderedList();
            ordered.setMarkerStartNumber(start(element));
            boolean other =
                    into.getLastChild() instanceof OrderedList before && ".".equals(before.getMarkerDelimiter());
            ordered.setMarkerDelimiter(other ? ")" : ".");
            list = ordered;
        } else {
            BulletList bullets = new BulletList();
            boolean other = into.getLastChild() instanceof BulletList before && "-".equals(before.getMarker());
            bullets.setMarker(other ? "*" : "-");
            list = bullets;
        }
        boolean tight = true;
        for (org.jsoup.nodes.Node node : element.childNodes()) {
            if (node instanceof Element child && !DROPPED.contains(child.normalName())) {
                ListItem item = new ListItem();
                if (child.normalName().equals("li")) {
                    blocks(child, item);
                    tight &= child.children().stream()
                            .noneMatch(inner -> inner.normalName().equals("p"));
                } else {
                    block(child, item);
                }
                appendFilled(list, item);
            } else if (node instanceof TextNode text && !text.isBlank()) {
                ListItem item = new ListItem();
                Inlines inlines = new Inlines(() -> append(item, new Paragraph()), Inlines.Breaks.LINES);
                inline(text, inlines);
                list.appendChild(item);
            }
        }
        list.setTight(tight);
        appendFilled(into, list);
    }

    private static int start(Element list) {
        try {
            return Math.min(
                    999_999_999, Math.max(0, Integer.parseInt(list.attr("start").strip())));
        } catch (NumberFormatException notGiven) {
            return 1;
        }
    }

    private void code(Element pre, Node into) {
        String text = pre.wholeText();
        if (text.isBlank()) {
            return;
        }
        FencedCodeBlock block = new FencedCodeBlock();
        block.setLiteral(text.endsWith("\n") ? text : text + "\n");
        int longest = longestRun(text);
        block.setFenceCharacter("`");
        block.setOpeningFenceLength(Math.max(3, longest + 1));
        String language = language(pre);
        if (language != null) {
            block.setInfo(language);
        }
        languageHint = null;
        into.appendChild(block);
    }

    private @Nullable String language(Element pre) {
        String classes = pre.className() + " "
                + (pre.children().isEmpty() ? "" : pre.child(0).className());
        Matcher matcher = LANGUAGE.matcher(classes);
        String found = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : languageHint;
        return found == null || found.equals("none") ? null : found;
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private void table(Element table, Node into) {
        List<Element> rows = new ArrayList<>();
        for (Element row : table.select("> tr, > thead > tr, > tbody > tr, > tfoot > tr")) {
            if (!row.select("> td, > th").isEmpty()) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            blocks(table, into);
            return;
        }
        int width = rows.stream()
                .mapToInt(row -> row.select("> td, > th").size())
                .max()
                .orElse(1);
        TableBlock block = new TableBlock();
        TableHead head = new TableHead();
        head.appendChild(row(rows.get(0), width, true));
        block.appendChild(head);
        TableBody body = new TableBody();
        rows.stream().skip(1).forEach(row -> body.appendChild(row(row, width, false)));
        appendFilled(block, body);
        into.appendChild(block);
    }

    private TableRow row(Element row, int width, boolean header) {
        TableRow result = new TableRow();
        for (Element source : row.select("> td, > th")) {
            TableCell cell = new TableCell();
            cell.setHeader(header);
            cell.setAlignment(alignment(source));
            Inlines inlines = new Inlines(() -> cell, Inlines.Breaks.NONE);
            source.childNodes().forEach(child -> inline(child, inlines));
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

    private void inline(org.jsoup.nodes.Node node, Inlines inlines) {
        if (node instanceof TextNode text) {
            inlines.text(text.getWholeText());
        } else if (node instanceof Comment comment) {
            Matcher hint =
                    LANGUAGE.matcher(comment.getData().strip().replaceFirst("^language(-all)?:\\s*(lang-)?", "lang-"));
            languageHint = hint.find() ? hint.group(1).toLowerCase(Locale.ROOT) : languageHint;
        } else if (node instanceof Element element && !DROPPED.contains(element.normalName())) {
            element(element, inlines);
        }
    }

    private void element(Element element, Inlines inlines) {
        switch (element.normalName()) {
            case "br" -> inlines.lineBreak();
            case "em", "i", "cite", "var", "dfn" -> wrapped(element, inlines, new Emphasis());
            case "strong", "b" -> wrapped(element, inlines, new StrongEmphasis());
            case "s", "strike", "del" -> wrapped(element, inlines, new Strikethrough("~~"));
            case "code", "kbd", "tt", "samp" -> {
                String literal = element.wholeText().replaceAll("\\s+", " ");
                if (!literal.isBlank()) {
                    inlines.add(new Code(literal));
                }
            }
            case "sub" -> script(element, inlines, Scripts.SUB);
            case "sup" -> script(element, inlines, Scripts.SUP);
            case "a" -> anchor(element, inlines);
            case "img" -> image(element, inlines);
            default -> {
                // A block inside a cell or a heading: its text, set off by a space.
                boolean block = BLOCKS.contains(element.normalName());
                if (block) {
                    inlines.text(" ");
                }
                element.childNodes().forEach(child -> inline(child, inlines));
                if (block) {
                    inlines.text(" ");
                }
            }
        }
    }

    private void wrapped(Element element, Inlines inlines, Node wrapper) {
        if (inlines.inside(wrapper.getClass())) {
            element.childNodes().forEach(child -> inline(child, inlines));
            return;
        }
        inlines.open(wrapper);
        element.childNodes().forEach(child -> inline(child, inlines));
        inlines.close(wrapper);
    }

    private void script(Element element, Inlines inlines, Scripts script) {
        String text = element.wholeText();
        String raised = script.write(text);
        if (raised.equals(text) || !element.select("a, code, img").isEmpty()) {
            // Small print, most often a line of its own; it must not grow onto the word before it.
            if (element.previousSibling() instanceof TextNode before
                    && !before.getWholeText().endsWith("(")) {
                inlines.text(" ");
            }
            element.childNodes().forEach(child -> inline(child, inlines));
        } else {
            inlines.text(raised);
        }
    }

    private void anchor(Element element, Inlines inlines) {
        String address = address(element.attr("href"));
        if (address.isEmpty() || inlines.inside(Link.class)) {
            element.childNodes().forEach(child -> inline(child, inlines));
        } else {
            wrapped(element, inlines, new Link(address, title(element)));
        }
    }

    private void image(Element element, Inlines inlines) {
        String address = address(element.attr("src"));
        String label = label(element);
        if (address.isEmpty()) {
            inlines.text(label);
            return;
        }
        images.add(address);
        if (inlines.inside(Link.class)) {
            inlines.add(new Text(label));
        } else {
            Link link = new Link(address, title(element));
            link.appendChild(new Text(label));
            inlines.add(link);
        }
    }

    private static @Nullable String title(Element element) {
        String title = element.attr("title").strip().replaceAll("\\s+", " ");
        return title.isEmpty() ? null : title;
    }

    /** What stands for an image: its description, or the name of its file. */
    static String label(Element image) {
        String alt = image.attr("alt").strip().replaceAll("\\s+", " ");
        if (!alt.isEmpty()) {
            return alt;
        }
        String path = image.attr("src").strip().replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The address made absolute; as it is, if it is none. */
    private String address(String given) {
        String address = given.strip().replaceAll("\\s+", "%20");
        if (address.startsWith("#")) {
            // A place within the page there; nothing here has that name.
            return "";
        }
        if (!address.startsWith("/") && !address.startsWith("?")) {
            return address;
        }
        try {
            return base.resolve(address).toString();
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
