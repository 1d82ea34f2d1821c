package org.guildhall.admin.stackexchange;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** What stands within a line: emphasis, links, code, images. */
final class HtmlInlines {

    private static final Set<String> BLOCKS =
            Set.of(("address article aside blockquote body center dd details div dl dt"
                            + " fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary"
                            + " table tbody td tfoot th thead tr ul")
                    .split(" ", -1));
    private static final Set<String> DROPPED =
            Set.of(("audio button embed head iframe input link meta noscript object script"
                            + " select style svg template textarea title video")
                    .split(" ", -1));
    private static final Pattern LANGUAGE = Pattern.compile("lang(?:uage)?[-:]\\s*([A-Za-z0-9+#.-]{1,30})");

    private final URI base;
    private final Set<String> images;
    private @Nullable String languageHint;

    HtmlInlines(URI base, Set<String> images) {
        this.base = base;
        this.images = images;
    }

    static boolean isBlock(Element element) {
        return BLOCKS.contains(element.normalName());
    }

    static boolean isDropped(Element element) {
        return DROPPED.contains(element.normalName());
    }

    /** The language that a comment named for the code that follows; it holds once. */
    @Nullable
    String takeLanguageHint() {
        String hint = languageHint;
        languageHint = null;
        return hint;
    }

    void node(org.jsoup.nodes.Node node, Inlines inlines) {
        if (node instanceof TextNode text) {
            inlines.text(text.getWholeText());
        } else if (node instanceof Comment comment) {
            Matcher hint =
                    LANGUAGE.matcher(comment.getData().strip().replaceFirst("^language(-all)?:\\s*(lang-)?", "lang-"));
            languageHint = hint.find() ? hint.group(1).toLowerCase(Locale.ROOT) : languageHint;
        } else if (node instanceof Element element && !isDropped(element)) {
            element(element, inlines);
        }
    }

    void children(Element element, Inlines inlines) {
        element.childNodes().forEach(child -> node(child, inlines));
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
                boolean block = isBlock(element);
                if (block) {
                    inlines.text(" ");
                }
                children(element, inlines);
                if (block) {
                    inlines.text(" ");
                }
            }
        }
    }

    /** The children of an element within a wrapper, unless they are in one of its kind. */
    void wrapped(Element element, Inlines inlines, Node wrapper) {
        if (inlines.inside(wrapper.getClass())) {
            children(element, inlines);
            return;
        }
        inlines.open(wrapper);
        children(element, inlines);
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
            children(element, inlines);
        } else {
            inlines.text(raised);
        }
    }

    private void anchor(Element element, Inlines inlines) {
        String address = address(element.attr("href"));
        if (address.isEmpty() || inlines.inside(Link.class)) {
            children(element, inlines);
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
