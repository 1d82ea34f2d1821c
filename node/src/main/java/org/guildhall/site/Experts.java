package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.guildhall.admission.Standings;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.ExpertRow;
import org.guildhall.site.view.Points;
import org.guildhall.store.Author;
import org.guildhall.store.MemberReading;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.StandingReading;

/**
 * Who knows a topic, by what others than their own nodes say. To find out reads all that is said in the topic, so the answer is kept for
 * two minutes; names are read each time, as who was erased has none any more.
 */
final class Experts {
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final int TOPICS = 1_000;
    /** More than are shown: the asker and those who have answered are left out of a question's. */
    private static final int IN_A_TOPIC = 20;

    /** {@code near}: those of this node and its peers only, whom a question here reaches. */
    private record Asked(String topic, boolean near) {}

    private record Known(ObjectKey member, String topic, long points) {}

    private final Site site;
    private final Cards cards;
    private final Cache<Asked, List<Known>> known;

    Experts(Site site, Cards cards) {
        this.site = site;
        this.cards = cards;
        this.known = Caffeine.newBuilder()
                .maximumSize(TOPICS)
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(site.clock().millis()))
                .build();
    }

    /** Those with most points in the topic, who may be of any node that is not blocked. */
    List<ExpertRow> in(String topic, int count, Texts texts) throws SQLException {
        return rows(known(new Asked(topic, false)), count, texts);
    }

    /** Members here and at peers with most points in one of the topics, without these. */
    List<ExpertRow> knowing(Collection<String> topics, Set<ObjectKey> without, int count, Texts texts)
            throws SQLException {
        Map<ObjectKey, Known> best = new HashMap<>();
        for (String topic : topics) {
            for (Known one : known(new Asked(topic, true))) {
                if (!without.contains(one.member())) {
                    best.merge(one.member(), one, (a, b) -> b.points() > a.points() ? b : a);
                }
            }
        }
        List<Known> most = best.values().stream()
                .sorted(Comparator.comparingLong((Known one) -> -one.points())
                        .thenComparing(one -> one.member().text()))
                .toList();
        return rows(most, count, texts);
    }

    private List<ExpertRow> rows(List<Known> known, int count, Texts texts) throws SQLException {
        if (known.isEmpty()) {
            return List.of();
        }
        List<ObjectKey> keys = known.stream().map(Known::member).toList();
        Map<ObjectKey, Author> people = site.read(sql -> new MemberReading(sql).people(keys));
        List<ExpertRow> rows = new ArrayList<>();
        for (Known one : known) {
            Author person = people.get(one.member());
            if (person != null && rows.size() < count) {
                rows.add(new ExpertRow(
                        cards.person(person, texts),
                        new Points(one.points(), one.topic(), SiteAddress.standing(one.member(), one.topic()))));
            }
        }
        return rows;
    }

    /** One reader of a topic finds out, and others wait for it. */
    private List<Known> known(Asked asked) {
        return known.get(asked, this::read);
    }

    private List<Known> read(Asked asked) {
        NodeId self = site.writer().selfId();
        try {
            return site.read(sql -> {
                StandingReading reading = new StandingReading(sql);
                Set<NodeId> blocked = reading.blocked();
                Set<NodeId> near = new HashSet<>(Set.of(self));
                reading.peers().forEach(peer -> near.add(peer.node()));
                Predicate<NodeId> meant = node -> !blocked.contains(node) && (!asked.near() || near.contains(node));
                return new Standings(sql, self, site.now())
                        .most(asked.topic(), meant, IN_A_TOPIC).stream()
                                .map(one -> new Known(
                                        one.member().key(),
                                        asked.topic(),
                                        one.standing().peers()))
                                .toList();
            });
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }
}
