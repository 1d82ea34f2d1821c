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

    /** {@code $$…$$} and {@code $…$}, which the site shows as they were written. */
    static final Pattern MATHS = Pattern.compile("(?<!\\$)\\$\\$(?!\\$)\\s*(?:\\\\[\\s\\S]|[^$\\\\])+?\\s*\\$\\$(?!\\$)"
            + "|(?<!\\$)\\$(?![\\s$])(?:\\\\.|[^$\\\\\\n])+?(?<!\\s)\\$(?![\\d$])");

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
        int i = 0;
        while (i < text.length()) {
            int end = i;
            if (isSpace(text.charAt(i))) {
                boolean line = false;
                for (; end < text.length() && isSpace(text.charAt(end)); end++) {
                    line |= text.charAt(end) == '\n';
                }
                widen(line && breaks == Breaks.LINES ? Gap.LINE : Gap.SPACE);
            } else {
                while (end < text.length() && !isSpace(text.charAt(end))) {
                    end++;
                }
                String word = text.substring(i, end);
                bridge();
                if (top().getLastChild() instanceof Text before) {
                    before.setLiteral(before.getLiteral() + word);
                } else {
                    top().appendChild(new Text(word));
                }
            }
            i = end;
        }
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

    /** What comes next belongs to another block. */
    void endBlock() {
        block = null;
        gap = Gap.NOTHING;
        // The wrappers that are open go on in the next block, as they do in a browser, if it is one of ours.
        made.clear();
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
