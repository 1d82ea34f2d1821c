package org.guildhall.admin.stackexchange;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * HTML can emphasise any stretch of text; Markdown's marks open and close only where words let them (CommonMark 6.2).
 * Where they would not, as in {@code <b>Note:</b>text}, the punctuation moves out of the emphasis; where that does not
 * help either, the emphasis goes and the text stays.
 */
final class EmphasisEdges {

    private EmphasisEdges() {}

    static void mend(Node parent) {
        Node node = parent.getFirstChild();
        while (node != null) {
            mend(node);
            Node next = node.getNext();
            if (isEmphasis(node)) {
                merge(node);
                next = node.getNext();
                fit(node);
            }
            node = next;
        }
    }

    /** {@code *a**b*} would not be two: neighbours of one kind become one. */
    private static void merge(Node node) {
        Node next = node.getNext();
        while (next != null && next.getClass() == node.getClass()) {
            mend(next);
            for (Node child = next.getFirstChild(); child != null; child = next.getFirstChild()) {
                node.appendChild(child);
            }
            next.unlink();
            next = node.getNext();
        }
    }

    private static void fit(Node node) {
        while (node.getFirstChild() instanceof Text text && !opens(node)) {
            String s = text.getLiteral();
            int first = Character.charCount(s.codePointAt(0));
            if (isWord(s.codePointAt(0))) {
                break;
            }
            node.insertBefore(new Text(s.substring(0, first)));
            shorten(text, s.substring(first));
        }
        while (node.getLastChild() instanceof Text text && !closes(node)) {
            String s = text.getLiteral();
            int last = s.codePointBefore(s.length());
            if (isWord(last)) {
                break;
            }
            node.insertAfter(new Text(Character.toString(last)));
            shorten(text, s.substring(0, s.length() - Character.charCount(last)));
        }
        if (node.getFirstChild() == null || !opens(node) || !closes(node)) {
            unwrap(node);
        }
    }

    private static void shorten(Text text, String rest) {
        if (rest.isEmpty()) {
            text.unlink();
        } else {
            text.setLiteral(rest);
        }
    }

    private static void unwrap(Node node) {
        for (Node child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
            node.insertBefore(child);
        }
        node.unlink();
    }

    /** Left-flanking: something other than space follows, and not punctuation after a word. */
    private static boolean opens(Node node) {
        int inside = first(node.getFirstChild());
        int outside = outer(node.getPrevious(), node, true);
        return !isSpace(inside) && (isWord(inside) || !isWord(outside)) && !isMark(node.getPrevious());
    }

    private static boolean closes(Node node) {
        int inside = last(node.getLastChild());
        int outside = outer(node.getNext(), node, false);
        // The renderer writes emphasis that begins a strong one with underscores, which do not close within a word.
        boolean underscores =
                node instanceof Emphasis && node.getPrevious() == null && node.getParent() instanceof StrongEmphasis;
        return !isSpace(inside) && (isWord(inside) ? !underscores || !isWord(outside) : !isWord(outside));
    }

    private static boolean isMark(@Nullable Node node) {
        return node != null && isEmphasis(node);
    }

    private static int outer(@Nullable Node neighbour, Node node, boolean before) {
        if (neighbour == null) {
            Node parent = node.getParent();
            return parent instanceof Link || (parent != null && isEmphasis(parent)) ? '*' : ' ';
        }
        return before ? last(neighbour) : first(neighbour);
    }

    private static int first(@Nullable Node node) {
        return node instanceof Text text ? text.getLiteral().codePointAt(0) : mark(node);
    }

    private static int last(@Nullable Node node) {
        return node instanceof Text text
                ? text.getLiteral().codePointBefore(text.getLiteral().length())
                : mark(node);
    }

    private static int mark(@Nullable Node node) {
        return node == null || node instanceof SoftLineBreak || node instanceof HardLineBreak
                ? ' '
                : node instanceof Code || node instanceof Link || isEmphasis(node) ? '*' : 'x';
    }

    private static boolean isEmphasis(Node node) {
        return node instanceof Emphasis || node instanceof StrongEmphasis || node instanceof Strikethrough;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Neither space nor what CommonMark 0.31 calls punctuation (P and S of Unicode). */
    private static boolean isWord(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> false;
            default -> !isSpace(c);
        };
    }
}
