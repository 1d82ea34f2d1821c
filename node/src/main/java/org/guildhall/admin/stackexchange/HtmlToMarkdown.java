package org.guildhall.admin.stackexchange;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Document;
import org.commonmark.renderer.markdown.MarkdownRenderer;
import org.jsoup.Jsoup;

/**
 * Turns a post's HTML into Markdown without HTML: CommonMark with tables, strike-through and mathematics. Code becomes
 * fenced, an image becomes a link to it, keys become inline code, sub- and superscripts become Unicode where Unicode has
 * them. Relative addresses become absolute. Thread-safe.
 */
final class HtmlToMarkdown {

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), StrikethroughExtension.create());

    /** What {@link #convert} made. {@code images} are the addresses of the images that became links. */
    record Converted(String markdown, Set<String> images) {}

    private final URI base;
    private final MarkdownRenderer renderer = MarkdownRenderer.builder()
            .extensions(EXTENSIONS)
            .nodeRendererFactory(PlainText.Factory.INSTANCE)
            .build();

    /** @param base what relative addresses are relative to */
    HtmlToMarkdown(URI base) {
        this.base = base;
    }

    Converted convert(String html) {
        Set<String> images = new LinkedHashSet<>();
        Document document =
                new HtmlTree(base, images).read(Jsoup.parseBodyFragment(html).body());
        EmphasisEdges.mend(document);
        return new Converted(renderer.render(document).strip(), images);
    }
}
