package org.guildhall.site.markdown;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;
import org.commonmark.renderer.text.TextContentNodeRendererContext;
import org.commonmark.renderer.text.TextContentWriter;

/**
 * Mathematics between dollar signs, {@code $a_1$} or {@code $$a_1$$}: kept as its author wrote it, so that underscores and
 * stars inside mean no emphasis, and set apart in the page. As Pandoc has it: no blank just inside the dollars, and no
 * digit after the closing one, so that “$5 and $6” stays text.
 *
 * <p>Each attempt ends at the next dollar sign, so all of them together read a text once.
 */
final class Maths extends CustomNode {

    private final String source;

    private Maths(String source) {
        this.source = source;
    }

    static final class Syntax implements InlineContentParserFactory, InlineContentParser {

        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$');
        }

        @Override
        public InlineContentParser create() {
            return this;
        }

        @Override
        public ParsedInline tryParse(InlineParserState state) {
            Scanner scanner = state.scanner();
            // Within a run of dollars all but the first try were in vain, and would read the run again each time.
            if (scanner.peekPreviousCodePoint() == '$') {
                return ParsedInline.none();
            }
            Position start = scanner.position();
            int dollars = scanner.matchMultiple('$');
            if (dollars > 2 || Character.isWhitespace(scanner.peek()) || scanner.peek() == Scanner.END) {
                return ParsedInline.none();
            }
            char last = ' ';
            while (scanner.hasNext() && scanner.peek() != '$') {
                last = scanner.peek();
                scanner.next();
                if (last == '\\' && scanner.hasNext()) {
                    scanner.next();
                }
            }
            int closing = scanner.matchMultiple('$');
            boolean closed = closing == dollars
                    && !Character.isWhitespace(last)
                    && !(dollars == 1 && Character.isDigit(scanner.peek()));
            if (!closed) {
                return ParsedInline.none();
            }
            Position end = scanner.position();
            return ParsedInline.of(new Maths(scanner.getSource(start, end).getContent()), end);
        }
    }

    static final class Html implements NodeRenderer {

        private final HtmlWriter html;

        Html(HtmlNodeRendererContext context) {
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Maths.class);
        }

        @Override
        public void render(Node node) {
            html.tag("span", Map.of("class", "math"));
            html.text(((Maths) node).source);
            html.tag("/span");
        }
    }

    static final class Plain implements NodeRenderer {

        private final TextContentWriter text;

        Plain(TextContentNodeRendererContext context) {
            this.text = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Maths.class);
        }

        @Override
        public void render(Node node) {
            text.write(((Maths) node).source);
        }
    }
}
