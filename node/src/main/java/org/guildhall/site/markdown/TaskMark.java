package org.guildhall.site.markdown;

import java.util.Map;
import java.util.Set;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** A task's box as a sign in the text: an input that nobody can use would have to be labelled and skipped by everybody. */
final class TaskMark implements NodeRenderer {

    private final HtmlWriter html;

    TaskMark(HtmlNodeRendererContext context) {
        this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(TaskListItemMarker.class);
    }

    @Override
    public void render(Node node) {
        html.tag("span", Map.of("class", "task"));
        html.text(((TaskListItemMarker) node).isChecked() ? "\u2611" : "\u2610");
        html.tag("/span");
        html.text(" ");
    }
}
