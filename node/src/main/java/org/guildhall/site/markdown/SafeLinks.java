package org.guildhall.site.markdown;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Renders links and images. An image is never loaded from elsewhere (it would tell its host who reads): it becomes a link
 * with its description. What is not an allowed address becomes plain text.
 */
final class SafeLinks implements NodeRenderer {

    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;

    SafeLinks(HtmlNodeRendererContext context) {
        this.context = context;
        this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Link.class, Image.class);
    }

    @Override
    public void render(Node node) {
        if (node instanceof Image image) {
            image(image);
        } else if (node instanceof Link link) {
            link(link);
        }
    }

    private void link(Link link) {
        Optional<String> address = HonestLink.allowed(link.getDestination());
        // A link inside an image's description would be a link in a link.
        if (address.isEmpty() || insideLink(link)) {
            children(link);
            return;
        }
        html.tag("a", Map.of("href", address.get()));
        children(link);
        html.tag("/a");
        realHost(address.get(), plainText(link));
    }

    private void image(Image image) {
        String description = plainText(image).strip();
        Optional<String> address = HonestLink.allowed(image.getDestination());
        if (address.isEmpty() || insideLink(image)) {
            html.text(description);
            return;
        }
        html.tag("a", Map.of("href", address.get(), "class", "image-link"));
        html.text(description.isEmpty() ? address.get() : description);
        html.tag("/a");
        realHost(address.get(), description);
    }

    private void realHost(String address, String shown) {
        HonestLink.realHost(address, shown).ifPresent(host -> {
            html.text(" ");
            html.tag("span", Map.of("class", "real-host"));
            html.text("[" + host + "]");
            html.tag("/span");
        });
    }

    private void children(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            context.render(child);
        }
    }

    private static boolean insideLink(Node node) {
        for (Node parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof Link || parent instanceof Image) {
                return true;
            }
        }
        return false;
    }

    private static String plainText(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
