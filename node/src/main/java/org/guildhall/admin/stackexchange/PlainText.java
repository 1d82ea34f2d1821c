package org.guildhall.admin.stackexchange;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.markdown.MarkdownNodeRendererContext;
import org.commonmark.renderer.markdown.MarkdownNodeRendererFactory;
import org.commonmark.renderer.markdown.MarkdownWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes text so that Markdown reads it as text, and escapes no more than that needs: the library's own rule leaves
 * underscores, tildes and backslashes alone.
 */
final class PlainText implements NodeRenderer {

    /** For the builder of the renderer. */
    enum Factory implements MarkdownNodeRendererFactory {
        INSTANCE;

        @Override
        public NodeRenderer create(MarkdownNodeRendererContext context) {
            return new PlainText(context.getWriter());
        }

        @Override
        public Set<Character> getSpecialCharacters() {
            return Set.of();
        }
    }

    private static final Pattern NUMBERED = Pattern.compile("^([0-9]{1,9})([.)])(?=\\s|$)");
    private static final Pattern MARKER =
            Pattern.compile("^(?:[-+*](?=\\s|$)|#{1,6}(?=\\s|$)|[=>|]|:?--|:-|-+$|[*_-](?=\\s*[*_-]))");
    private static final Pattern ENTITY =
            Pattern.compile("^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});");
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private final MarkdownWriter writer;

    PlainText(MarkdownWriter writer) {
        this.writer = writer;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Text.class, Maths.class);
    }

    @Override
    public void render(Node node) {
        if (node instanceof Maths maths) {
            writer.raw(maths.source());
            return;
        }
        Text text = (Text) node;
        String literal = text.getLiteral();
        boolean bang = literal.endsWith("!") && text.getNext() instanceof Link;
        StringBuilder out = new StringBuilder(literal.length() + 8);
        int from = 0;
        if (writer.isAtLineStart() && !(text.getParent() instanceof TableCell)) {
            Matcher numbered = NUMBERED.matcher(literal);
            if (numbered.find()) {
                out.append(numbered.group(1)).append('\\').append(numbered.group(2));
                from = numbered.end();
            } else if (MARKER.matcher(literal).find()) {
                out.append('\\').append(literal.charAt(0));
                from = 1;
            }
        }
        for (int i = from; i < literal.length(); i++) {
            if (special(literal, i, text) || (bang && i == literal.length() - 1)) {
                out.append('\\');
            }
            out.append(literal.charAt(i));
        }
        writer.raw(out.toString());
    }

    private static boolean special(String s, int i, Text node) {
        char before = i > 0 ? s.charAt(i - 1) : edge(node, node.getPrevious());
        char after = i + 1 < s.length() ? s.charAt(i + 1) : edge(node, node.getNext());
        return switch (s.charAt(i)) {
            case '`', '[' -> true;
            case '~' -> !(Character.isWhitespace(before) && Character.isWhitespace(after));
            case '*' -> !(Character.isWhitespace(before) && Character.isWhitespace(after));
            case ']' -> insideLink(node);
            case '_' ->
                !(Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after))
                        && !(Character.isWhitespace(before) && Character.isWhitespace(after));
            case '\\' -> PUNCTUATION.indexOf(after) >= 0 || i + 1 == s.length();
            case '<' -> Character.isLetter(after) || "/!?".indexOf(after) >= 0;
            case '&' ->
                ENTITY.matcher(s.substring(i, Math.min(s.length(), i + 40))).find();
            case '$' -> amongDollars(node);
            case '#' ->
                node.getParent() instanceof Heading && s.substring(i).chars().allMatch(c -> c == '#');
            default -> false;
        };
    }

    /** What stands beside a text: a mark of some kind, or the end of the line. */
    private static char edge(Text text, @Nullable Node neighbour) {
        if (neighbour instanceof SoftLineBreak || neighbour instanceof HardLineBreak) {
            return ' ';
        }
        return neighbour == null && text.getParent() instanceof Block ? ' ' : '*';
    }

    /** A single dollar sign is no mathematics; of several, two might be. */
    private static boolean amongDollars(Node node) {
        Node block = node;
        while (block.getParent() != null && !(block instanceof Block)) {
            block = block.getParent();
        }
        int[] dollars = {0};
        block.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                dollars[0] +=
                        (int) text.getLiteral().chars().filter(c -> c == '$').count();
            }

            @Override
            public void visit(CustomNode node) {
                dollars[0] += node instanceof Maths ? 2 : 0;
                visitChildren(node);
            }
        });
        return dollars[0] > 1;
    }

    private static boolean insideLink(Node node) {
        for (Node n = node.getParent(); n != null; n = n.getParent()) {
            if (n instanceof Link) {
                return true;
            }
        }
        return false;
    }
}
