package org.guildhall.admin.stackexchange;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** What a reader gets from HTML: its words in order and what each is set as. Two texts of one shape say the same. */
final class Shape {

    private static final Set<String> MARKS = Set.of(
            "a",
            "b",
            "blockquote",
            "code",
            "del",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "kbd",
            "li",
            "ol",
            "pre",
            "s",
            "strike",
            "strong",
            "sub",
            "sup",
            "table",
            "td",
            "th",
            "ul");

    private Shape() {}

    /** A list to compare by {@code equals}; relative addresses are made absolute. */
    static List<String> of(String html, String base) {
        Collector collector = new Collector();
        NodeTraversor.traverse(collector, Jsoup.parseBodyFragment(html, base).body());
        collector.flush();
        return collector.shape;
    }

    /** The letters and digits alone, raised and lowered ones made plain; an image's are those of its description. */
    static String letters(String html) {
        Element body = Jsoup.parseBodyFragment(html).body();
        for (Element image : body.select("img")) {
            image.replaceWith(new TextNode(HtmlInlines.label(image)));
        }
        return Normalizer.normalize(body.wholeText(), Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static final class Collector implements NodeVisitor {

        private final List<String> shape = new ArrayList<>();
        private final List<String> marks = new ArrayList<>();
        private final StringBuilder words = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                words.append(text.getWholeText());
            } else if (node instanceof Element element && element.normalName().equals("br")) {
                words.append(' ');
            } else if (node instanceof Element element) {
                boundary(element, "");
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && !element.normalName().equals("br")) {
                boundary(element, "/");
            }
        }

        private void boundary(Element element, String slash) {
            String name = element.normalName();
            if (!MARKS.contains(name)) {
                if (element.isBlock()) {
                    words.append(' ');
                }
                return;
            }
            flushWords();
            String mark = slash
                    + switch (name) {
                        case "b" -> "strong";
                        case "i" -> "em";
                        case "s", "strike" -> "del";
                        case "a" -> slash.isEmpty() ? "a " + address(element, "href") : name;
                        case "img" ->
                            slash.isEmpty() ? "img " + address(element, "src") + " " + element.attr("alt") : name;
                        default -> name;
                    };
            marks.add(mark);
        }

        private static String address(Element element, String attribute) {
            String absolute = element.absUrl(attribute);
            return absolute.isEmpty() ? element.attr(attribute) : absolute;
        }

        private void flushWords() {
            if (!words.toString().isBlank()) {
                flush();
            }
        }

        /** Marks that begin or end at one place come in any order: strong in em is em in strong. */
        void flush() {
            String text = words.toString().replaceAll("[\\s\\u00a0]+", " ").strip();
            words.setLength(0);
            Collections.sort(marks);
            shape.addAll(marks);
            marks.clear();
            if (!text.isEmpty()) {
                shape.add("\"" + text);
            }
        }
    }
}
