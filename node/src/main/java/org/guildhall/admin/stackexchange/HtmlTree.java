package org.guildhall.admin.stackexchange;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Builds a Markdown document from a post's HTML; for one use. */
final class HtmlTree {

    private static final Pattern LANGUAGE = Pattern.compile("(?:^|\\s)lang(?:uage)?[-:]\\s*([A-Za-z0-9+#.-]{1,30})");

    private final HtmlInlines inlines;

    /** @param images the addresses of images are added to it */
    HtmlTree(URI base, Set<String> images) {
        this.inlines = new HtmlInlines(base, images);
    }

    Document read(Element body) {
        Document document = new Document();
        blocks(body, document);
        return document;
    }

    private void blocks(Element parent, Node into) {
        flow(parent, into, paragraphs(into));
    }

    private static Inlines paragraphs(Node into) {
        return new Inlines(() -> append(into, new Paragraph()), Inlines.Breaks.LINES);
    }

    private static Node append(Node parent, Node child) {
        parent.appendChild(child);
        return child;
    }

    /** Children of an element that may hold both blocks and text. */
    private void flow(Element parent, Node into, Inlines line) {
        for (org.jsoup.nodes.Node node : parent.childNodes()) {
            if (node instanceof Element element && HtmlInlines.isBlock(element)) {
                line.endBlock();
                block(element, into);
                line.endBlock();
            } else if (node instanceof Element element && holdsBlock(element)) {
                flow(element, into, line);
            } else {
                inlines.node(node, line);
            }
        }
    }

    private static boolean holdsBlock(Element element) {
        return element.getAllElements().stream().skip(1).anyMatch(HtmlInlines::isBlock);
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
            case "table" -> {
                if (!HtmlTables.append(element, inlines, into)) {
                    blocks(element, into);
                }
            }
            case "dt" -> {
                Inlines line = new Inlines(() -> append(into, new Paragraph()), Inlines.Breaks.NONE);
                inlines.wrapped(element, line, new StrongEmphasis());
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
        Inlines line = new Inlines(
                () -> {
                    Heading heading = new Heading();
                    heading.setLevel(level);
                    return append(into, heading);
                },
                Inlines.Breaks.NONE);
        inlines.children(element, line);
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
            if (node instanceof Element child && !HtmlInlines.isDropped(child)) {
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
                inlines.node(text, paragraphs(item));
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
        into.appendChild(block);
    }

    private @Nullable String language(Element pre) {
        String classes = pre.className() + " "
                + (pre.children().isEmpty() ? "" : pre.child(0).className());
        // A hint is for this block, used or not.
        String hint = inlines.takeLanguageHint();
        Matcher matcher = LANGUAGE.matcher(classes);
        String found = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : hint;
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
}
