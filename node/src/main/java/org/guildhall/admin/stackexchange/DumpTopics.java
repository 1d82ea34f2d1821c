package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.guildhall.record.Limits;

/** Tag wikis: posts of their own, which Tags.xml assigns to tags. They are few, so they stay in memory. */
final class DumpTopics {

    private final HtmlToMarkdown converter;
    private final Findings findings;
    private final Map<Integer, String> wikis = new HashMap<>();

    DumpTopics(Site site, Findings findings) {
        this.converter = new HtmlToMarkdown(URI.create(site.address() + "/"));
        this.findings = findings;
    }

    /** Keeps a post that is an excerpt or a wiki. */
    void wiki(PostRow post) {
        HtmlToMarkdown.Converted converted = converter.convert(post.html());
        converted.images().forEach(image -> findings.add(Finding.IMAGE, image));
        wikis.put(post.id(), Fit.clean(converted.markdown()));
    }

    /** Takes a row of Tags.xml, after all posts: the excerpt, and the wiki below it. */
    void tag(Row row, DumpSink sink) throws IOException {
        String tag = Tags.fitted(row.need("TagName"));
        String excerpt = text(row, "ExcerptPostId");
        String wiki = text(row, "WikiPostId");
        String description = excerpt.isEmpty() || wiki.isEmpty() ? excerpt + wiki : excerpt + "\n\n" + wiki;
        if (!tag.isEmpty() && !description.isEmpty()) {
            sink.topic(new DumpSink.Topic(tag, Fit.cut(description, Limits.POST_TEXT)));
        }
    }

    private String text(Row row, String field) throws DumpFault {
        Integer id = row.numberOrNull(field);
        return id == null ? "" : wikis.getOrDefault(id, "");
    }
}
