package org.guildhall.site.markdown;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Markdown (CommonMark with tables, footnotes, strikethrough, task lists, bare links, mathematics) to HTML that is safe in
 * our pages (A30, A32, A33). Two walls: HTML in the source is text, and whatever was rendered passes a sanitizer that knows
 * only the elements named here. Headings sit below a page's own: {@code #} becomes {@code h3}. Thread-safe.
 */
public final class Markdown {

    private static final List<Extension> EXTENSIONS = List.of(
            TablesExtension.create(),
            AutolinkExtension.builder().linkTypes(AutolinkType.URL).build(),
            StrikethroughExtension.create(),
            TaskListItemsExtension.create(),
            FootnotesExtension.create());

    private static final Pattern ALIGNMENT = Pattern.compile("left|right|center");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern OUR_CLASS = Pattern.compile(
            "math|task|real-host|image-link|footnotes|footnote-ref|footnote-backref|language-[a-z0-9+#.-]{1,30}");
    private static final Pattern FOOTNOTE = Pattern.compile("fn(ref)?-?[\\p{L}\\p{N}_-]{1,64}");
    private static final Pattern FOOTNOTE_OR_ADDRESS =
            Pattern.compile("#fn(ref)?-?[\\p{L}\\p{N}_-]{1,64}|(?i:https?|mailto):.+");

    private final Parser parser = Parser.builder()
            .extensions(EXTENSIONS)
            .customInlineContentParserFactory(new Maths.Syntax())
            .maxOpenBlockParsers(40)
            .maxInlineNesting(20)
            .build();

    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .escapeHtml(true)
            .percentEncodeUrls(true)
            .nodeRendererFactory(SafeLinks::new)
            .nodeRendererFactory(Maths.Html::new)
            // Before the extensions: the first that renders a node wins.
            .nodeRendererFactory(TaskMark::new)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (tag.equals("pre") || tag.equals("table")) {
                    // Wide ones scroll; without a mouse that needs the focus.
                    attributes.put("tabindex", "0");
                }
            })
            .extensions(EXTENSIONS)
            .build();

    private final TextContentRenderer plain = TextContentRenderer.builder()
            .extensions(EXTENSIONS)
            .nodeRendererFactory(Maths.Plain::new)
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    private final PolicyFactory policy = policy();

    /**
     * Renders a text.
     *
     * @param markdown any text; 64 KiB is what a record holds
     * @param scope letters and digits that are different for each text on a page: footnotes are named within it
     */
    public String html(String markdown, String scope) {
        String safe = policy.sanitize(renderer.render(parser.parse(markdown)));
        // The sanitizer writes quotes inside a text as entities, so these two can only be attributes.
        return safe.replace(" id=\"fn", " id=\"" + scope + "-fn").replace(" href=\"#fn", " href=\"#" + scope + "-fn");
    }

    /** The first words without markup, at most {@code length} characters, for lists and feeds. */
    public String excerpt(String markdown, int length) {
        Node document = parser.parse(markdown.length() > 4 * length ? markdown.substring(0, 4 * length) : markdown);
        String text = plain.render(document).strip();
        if (text.length() <= length) {
            return text;
        }
        int end = text.lastIndexOf(' ', length);
        if (end < length / 2) {
            end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        }
        return text.substring(0, end).strip() + "…";
    }

    private static PolicyFactory policy() {
        return new HtmlPolicyBuilder()
                .allowElements("p", "br", "hr", "blockquote", "ul", "ol", "li", "pre", "code", "em", "strong", "del")
                .allowElements("table", "thead", "tbody", "tr", "th", "td", "sup", "section", "span", "a")
                .allowElements(
                        (name, attributes) -> "h" + Math.min(6, name.charAt(1) - '0' + 2),
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "h5",
                        "h6")
                .allowAttributes("tabindex")
                .matching(Pattern.compile("0"))
                .onElements("pre", "table")
                .allowAttributes("start")
                .matching(NUMBER)
                .onElements("ol")
                .allowAttributes("align")
                .matching(ALIGNMENT)
                .onElements("th", "td")
                .allowAttributes("class")
                .matching((element, attribute, value) -> {
                    String lower = value.toLowerCase(Locale.ROOT);
                    return OUR_CLASS.matcher(lower).matches() ? lower : null;
                })
                .onElements("code", "span", "a", "section", "sup")
                .allowAttributes("id")
                .matching(FOOTNOTE)
                .onElements("li", "a", "sup")
                .allowAttributes("href")
                .matching(FOOTNOTE_OR_ADDRESS)
                .onElements("a")
                .allowUrlProtocols("http", "https", "mailto")
                .requireRelsOnLinks("nofollow", "ugc", "noopener")
                .allowWithoutAttributes("span")
                .toFactory();
    }
}
