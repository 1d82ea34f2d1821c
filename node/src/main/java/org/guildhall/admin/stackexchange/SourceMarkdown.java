package org.guildhall.admin.stackexchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The Markdown of a post's history, as its author typed it. Stack Exchange's dialect differs from ours in little things,
 * which {@link #tidied} puts right outside of code: {@code #Heading} without a space, {@code [tag:name]}, line ends. Thread-safe.
 */
final class SourceMarkdown {

    private static final List<Extension> EXTENSIONS = List.of(
            TablesExtension.create(),
            StrikethroughExtension.create(),
            AutolinkExtension.builder().linkTypes(AutolinkType.URL).build());

    private static final Pattern DIALECT =
            Pattern.compile("(?m)^(?<heading>#{1,6})(?=[^#\\s])|\\[(?<meta>meta-)?tag:(?<tag>[^\\]\\s]{1,40})\\]");

    private static final Pattern CODE_OR_MATHS =
            Pattern.compile("(?<!`)(`+)(?!`)[\\s\\S]*?(?<!`)\\1(?!`)|" + Inlines.MATHS.pattern());

    private static final int PRIVATE_LETTERS = 0x1900;

    private final String tagBase;
    private final Parser parser = Parser.builder()
            .extensions(EXTENSIONS)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();

    SourceMarkdown(Site site) {
        this.tagBase = site.address() + "/questions/tagged/";
    }

    /** The source with the dialect's differences put right. */
    String tidied(String source) {
        String text = source.replace("\r\n", "\n").replace('\r', '\n').strip();
        Matcher matcher = DIALECT.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        List<SourceSpan> code = code(parser.parse(text));
        return matcher.reset().replaceAll(match -> {
            int at = match.start();
            if (code.stream()
                    .anyMatch(span -> span.getInputIndex() <= at && at < span.getInputIndex() + span.getLength())) {
                return Matcher.quoteReplacement(match.group());
            }
            String tag = matcher.group("tag");
            return Matcher.quoteReplacement(
                    tag == null ? match.group() + " " : "[" + tag + "](" + tagBase + tag.replace("#", "%23") + ")");
        });
    }

    private static List<SourceSpan> code(Node document) {
        List<SourceSpan> spans = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Code code) {
                spans.addAll(code.getSourceSpans());
            }

            @Override
            public void visit(FencedCodeBlock block) {
                spans.addAll(block.getSourceSpans());
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                spans.addAll(block.getSourceSpans());
            }

            @Override
            public void visit(HtmlBlock block) {
                spans.addAll(block.getSourceSpans());
            }
        });
        return spans;
    }

    /** The HTML of a tidied source, with mathematics left alone. */
    String html(String tidied) {
        List<String> maths = new ArrayList<>();
        Matcher matcher = CODE_OR_MATHS.matcher(tidied);
        // One letter of the private use area stands for each until the rest is rendered.
        String shielded = tidied.indexOf('$') < 0
                ? tidied
                : matcher.replaceAll(match -> {
                    if (match.group().startsWith("`") || maths.size() == PRIVATE_LETTERS) {
                        return Matcher.quoteReplacement(match.group());
                    }
                    maths.add(match.group());
                    return Character.toString(0xE000 + maths.size() - 1);
                });
        String html = renderer.render(parser.parse(shielded));
        if (maths.isEmpty()) {
            return html;
        }
        StringBuilder out = new StringBuilder(html.length() + 16 * maths.size());
        for (int i = 0; i < html.length(); i++) {
            int index = html.charAt(i) - 0xE000;
            if (index >= 0 && index < maths.size()) {
                out.append(maths.get(index)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"));
            } else {
                out.append(html.charAt(i));
            }
        }
        return out.toString();
    }

    /** Whether our pages would show it as it is meant: without HTML, images and relative addresses. */
    boolean isPlain(String tidied) {
        boolean[] plain = {true};
        parser.parse(tidied).accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlInline html) {
                plain[0] = false;
            }

            @Override
            public void visit(HtmlBlock html) {
                plain[0] = false;
            }

            @Override
            public void visit(Image image) {
                plain[0] = false;
            }

            @Override
            public void visit(Link link) {
                String address = link.getDestination();
                plain[0] &= !address.startsWith("/") && !address.startsWith("?") && !address.startsWith("#");
                visitChildren(link);
            }
        });
        return plain[0];
    }
}
