package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.admission.LocalWeights;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.reputation.Weights;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Badge;
import org.guildhall.store.BadgeReading;
import org.guildhall.store.BadgeReading.Found;

/**
 * The few badges there are. Each is a sentence that records prove, and opens into them; none is given, kept or told of. What is
 * erased, excluded or no longer believed takes the badge with it.
 */
final class Badges {
    /** Askers of so many groups of nodes, the member's own left out, accepted an answer. */
    static final int ORGANISATIONS = 3;
    /** So many points of others in a topic are trust, when they come of {@link #GROUPS} groups. */
    static final int POINTS = 100;

    static final int GROUPS = 2;

    private final Site site;

    Badges(Site site) {
        this.site = site;
    }

    /**
     * @param home number of the member's node
     * @param standings of the member by topic
     */
    List<Badge> of(ObjectKey member, int home, Map<String, Standing> standings, Texts texts) throws SQLException {
        record Facts(List<Found> accepted, List<Found> first, List<Found> current) {}
        Facts facts = site.read(sql -> {
            BadgeReading reading = new BadgeReading(sql);
            return new Facts(
                    reading.acceptedElsewhere(member),
                    reading.firstTakenElsewhere(member),
                    reading.keptCurrent(member));
        });
        List<Badge> badges = new ArrayList<>();
        Map<Integer, NodeId> groups = groups(home, facts.accepted());
        long organisations = groups.values().stream().distinct().count();
        if (organisations >= ORGANISATIONS) {
            badges.add(new Badge(
                    texts.count("badge.organisations", organisations),
                    texts.count("badge.organisations.text", organisations),
                    facts(facts.accepted().stream()
                            .filter(one -> groups.containsKey(one.home()))
                            .toList())));
        }
        for (Map.Entry<String, Standing> one : standings.entrySet()) {
            if (!one.getKey().equals(Fact.ALL_TOPICS) && isTrust(one.getValue())) {
                badges.add(trusted(member, texts, one.getKey(), one.getValue()));
            }
        }
        if (!facts.current().isEmpty()) {
            badges.add(new Badge(texts.t("badge.current"), texts.t("badge.current.text"), facts(facts.current())));
        }
        if (!facts.first().isEmpty()) {
            badges.add(new Badge(texts.t("badge.elsewhere"), texts.t("badge.elsewhere.text"), facts(facts.first())));
        }
        return badges;
    }

    /**
     * Under whose cap the word of each home falls (OQX-STA-031), of those whose word counts here at all. What the member's own node
     * introduced is its own group: nobody reaches the badge by inventing nodes.
     */
    private Map<Integer, NodeId> groups(int home, List<Found> accepted) throws SQLException {
        Map<Integer, NodeId> nodes = new HashMap<>();
        for (Found one : accepted) {
            nodes.put(one.home(), node(one.home()));
        }
        if (nodes.size() < ORGANISATIONS) {
            return Map.of();
        }
        NodeId own = node(home);
        Set<NodeId> asked = new HashSet<>(nodes.values());
        asked.add(own);
        Weights weights = site.read(sql -> new LocalWeights(sql, site.writer().selfId()).of(asked));
        NodeId left = weights.groupOf(own).orElse(own);
        Map<Integer, NodeId> groups = new HashMap<>();
        nodes.forEach((number, node) -> weights.groupOf(node)
                .filter(group -> !group.equals(left))
                .filter(group ->
                        weights.weightOf(group).map(weight -> weight > 0).orElse(true))
                .ifPresent(group -> groups.put(number, group)));
        return groups;
    }

    private NodeId node(int number) throws SQLException {
        return new NodeId(site.name(number).id());
    }

    private static boolean isTrust(Standing standing) {
        return standing.peers() >= POINTS
                && standing.shares().stream().filter(share -> share.gives() > 0).count() >= GROUPS;
    }

    private static Badge trusted(ObjectKey member, Texts texts, String topic, Standing standing) {
        long groups =
                standing.shares().stream().filter(share -> share.gives() > 0).count();
        return new Badge(
                texts.t("badge.trusted", topic),
                texts.t("badge.trusted.text", standing.peers(), groups),
                List.of(new Badge.Fact(texts.t("badge.trusted.why"), "", SiteAddress.standing(member, topic), "")));
    }

    private List<Badge.Fact> facts(List<Found> found) throws SQLException {
        List<Badge.Fact> facts = new ArrayList<>();
        for (Found one : found) {
            facts.add(new Badge.Fact(
                    one.title(),
                    one.language(),
                    SiteAddress.post(one.thread(), one.answer()),
                    site.name(one.home()).name()));
        }
        return facts;
    }
}
