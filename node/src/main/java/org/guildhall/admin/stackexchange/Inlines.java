package org.guildhall.admin.stackexchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * Fills one paragraph, heading or table cell as a browser would set it: white space collapses, and is kept out of the
 * edges of paragraphs, emphasis and links. A wrapper (emphasis, link) is made only when something stands in it.
 */
final class Inlines {

    /** {@code $$…$$} and {@code $…$}, which the site shows as they were written. Possessive, so that no text is too long. */
    static final Pattern MATHS =
            Pattern.compile("(?<!\\$)\\$\\$(?!\\$)[^$\\\\]*+(?:\\\\[\\s\\S][^$\\\\]*+)*+\\$\\$(?!\\$)"
                    + "|(?<!\\$)\\$(?![\\s$])[^$\\\\\\n]*+(?:\\\\.[^$\\\\\\n]*+)*+(?<!\\s)\\$(?![\\d$])");

    /** Which breaks the block can hold. */
    enum Breaks {
        LINES,
        NONE
    }

    private enum Gap {
        NOTHING,
        SPACE,
        LINE,
        BREAK,
        PARAGRAPH
    }

    private final Supplier<? extends Node> blocks;
    private final Breaks breaks;
    private @Nullable Node block;
    private Gap gap = Gap.NOTHING;
    private final Deque<Node> wanted = new ArrayDeque<>();
    private final Deque<Node> made = new ArrayDeque<>();

    /** @param blocks makes the next block and puts it where it belongs; asked when there is something to write */
    Inlines(Supplier<? extends Node> blocks, Breaks breaks) {
        this.blocks = blocks;
        this.breaks = breaks;
    }

    void text(String text) {
        Matcher maths = MATHS.matcher(text);
        int from = 0;
        while (maths.find()) {
            prose(text.substring(from, maths.start()));
            add(new Maths(maths.group().replaceAll("\\s+", " ").replaceAll("^(\\$\\$?) | (\\$\\$?)$", "$1$2")));
            from = maths.end();
        }
        prose(text.substring(from));
    }

    private void prose(String text) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                if (gap != Gap.NOTHING || words.length() == 0) {
                    // Words with mere spaces between them are written at once.
                    if (gap == Gap.SPACE && words.length() > 0) {
                        words.append(' ');
                        gap = Gap.NOTHING;
                    } else {
                        words(words);
                        bridge();
                    }
                }
                words.append(c);
            } else {
                widen(c == '\n' && breaks == Breaks.LINES ? Gap.LINE : Gap.SPACE);
            }
        }
        Gap after = gap;
        words(words);
        gap = after;
    }

    private void words(StringBuilder words) {
        if (words.length() == 0) {
            return;
        }
        if (top().getLastChild() instanceof Text before) {
            before.setLiteral(before.getLiteral() + words);
        } else {
            top().appendChild(new Text(words.toString()));
        }
        words.setLength(0);
    }

    /** Adds a leaf: code, an image's link. */
    void add(Node leaf) {
        bridge();
        top().appendChild(leaf);
    }

    /** Two breaks in a row end the paragraph. */
    void lineBreak() {
        if (breaks == Breaks.NONE) {
            widen(Gap.SPACE);
        } else {
            widen(gap == Gap.BREAK ? Gap.PARAGRAPH : Gap.BREAK);
        }
    }

    void open(Node wrapper) {
        wanted.addLast(wrapper);
    }

    void close(Node wrapper) {
        if (!wanted.removeLastOccurrence(wrapper)) {
            made.removeLastOccurrence(wrapper);
        }
    }

    boolean inside(Class<? extends Node> kind) {
        return wanted.stream().anyMatch(kind::isInstance) || made.stream().anyMatch(kind::isInstance);
    }

    /** What comes next belongs to another block. No wrapper is open then: one that holds blocks is left out. */
    void endBlock() {
        block = null;
        gap = Gap.NOTHING;
    }

    private void widen(Gap next) {
        if (next.compareTo(gap) > 0) {
            gap = next;
        }
    }

    /** Writes the gap before what is added now, outside of wrappers that begin here. */
    private void bridge() {
        Gap before = block == null ? Gap.NOTHING : gap;
        gap = Gap.NOTHING;
        if (before == Gap.PARAGRAPH && made.isEmpty()) {
            block = null;
        }
        if (block == null) {
            block = blocks.get();
        } else {
            switch (before) {
                case SPACE -> {
                    if (top().getLastChild() instanceof Text text) {
                        text.setLiteral(text.getLiteral() + " ");
                    } else {
                        top().appendChild(new Text(" "));
                    }
                }
                case LINE -> top().appendChild(new SoftLineBreak());
                case BREAK, PARAGRAPH -> top().appendChild(new HardLineBreak());
                case NOTHING -> {}
            }
        }
        while (!wanted.isEmpty()) {
            Node wrapper = wanted.removeFirst();
            top().appendChild(wrapper);
            made.addLast(wrapper);
        }
    }

    private Node top() {
        if (!made.isEmpty()) {
            return made.getLast();
        }
        if (block == null) {
            block = blocks.get();
        }
        return block;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
