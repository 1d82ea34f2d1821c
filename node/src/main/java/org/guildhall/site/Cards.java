package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Digest;
import org.guildhall.site.markdown.Markdown;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Person;
import org.guildhall.site.view.SourceLink;
import org.guildhall.site.view.ThreadRow;
import org.guildhall.site.view.TopicLink;
import org.guildhall.store.Author;
import org.guildhall.store.NodeNames;
import org.guildhall.store.ThreadLists.Listed;

/**
 * Turns rows into what templates show. Rendered Markdown is kept by the digest of its record: the same bytes always render to
 * the same page, so it is never stale.
 */
final class Cards {
    private static final int EXCERPT = 220;
    /** A sixteenth of the heap, which the cached pages take an eighth of. */
    private static final long RENDERED_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final Site site;
    private final Markdown markdown = new Markdown();
    private final Cache<Digest, String> rendered = Caffeine.newBuilder()
            .maximumWeight(RENDERED_BYTES)
            .weigher((Digest digest, String html) -> 2 * html.length() + 100)
            .build();
    private final Cache<Digest, String> excerpts =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Cards(Site site) {
        this.site = site;
    }

    Markdown markdown() {
        return markdown;
    }

    /** The text of a record as HTML; {@code scope} is the same each time for the same record. */
    String html(Digest digest, String text, String scope) {
        return rendered.get(digest, absent -> markdown.html(text, scope));
    }

    Person person(Author author, Texts texts) throws SQLException {
        NodeNames.Named node = site.name(author.node());
        boolean known = !author.name().isEmpty();
        return new Person(
                known ? author.name() : texts.t("author.unknown"),
                known ? SiteAddress.member(author.member()) : "",
                node.name(),
                author.node() == site.self(),
                author.affiliation().orElse(null),
                author.sourceUrl().filter(Cards::isWebAddress).orElse(null));
    }

    List<ThreadRow> rows(List<Listed> threads, Texts texts) throws SQLException {
        List<ThreadRow> rows = new ArrayList<>(threads.size());
        for (Listed thread : threads) {
            rows.add(new ThreadRow(
                    SiteAddress.question(thread.thread()),
                    thread.title(),
                    thread.language(),
                    excerpts.get(thread.digest(), absent -> markdown.excerpt(thread.opening(), EXCERPT)),
                    topics(thread.tags()),
                    thread.score(),
                    thread.answers(),
                    thread.accepted(),
                    thread.closed(),
                    person(thread.author(), texts),
                    thread.createdAt(),
                    thread.node() != site.self()));
        }
        return rows;
    }

    static List<TopicLink> topics(List<String> tags) {
        return tags.stream()
                .map(tag -> new TopicLink(tag, SiteAddress.topic(tag)))
                .toList();
    }

    /** Where an imported post came from, when that is an address one can follow. */
    static Optional<SourceLink> source(Optional<String> url) {
        return url.filter(Cards::isWebAddress)
                .map(address -> new SourceLink(URI.create(address).getHost(), address));
    }

    private static boolean isWebAddress(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
