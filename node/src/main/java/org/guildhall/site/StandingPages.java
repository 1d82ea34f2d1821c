package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.Standings;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tag;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Explanation;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.site.page.JtestandingGenerated;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.StandingPage;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.MemberReading;
import org.guildhall.store.MemberReading.Profile;
import org.guildhall.store.NodeNames;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.StandingReading;
import org.guildhall.store.StandingReading.Answered;

/**
 * What members' answers are worth to this node, and why. To find out reads all facts about the member in the topic, and anybody may ask,
 * so what is shown of the answer is kept for a second; names and titles are read each time, as what was erased has none any more.
 */
final class StandingPages {
    private static final Duration KEPT = Duration.ofSeconds(1);
    /** Of facts and topics, on all pages that are kept. */
    private static final int LINES = 20_000;
    /** Of each group, those that give most; the number is made of all. */
    private static final int SHOWN = 50;
    /** Those with most points. */
    private static final int TOPICS = 50;

    private record Asked(ObjectKey member, String topic) {}

    private record Topic(String name, long points) {}

    /**
     * What is kept of an answer.
     *
     * @param greatest the facts that are shown
     * @param facts of each group, how many there are
     */
    private record Found(
            Instant at, Explanation greatest, Map<NodeId, Integer> facts, int homeFacts, List<Topic> topics) {
        int lines() {
            return 1 + greatest.lines().size() + greatest.standing().shares().size() + topics.size();
        }
    }

    /** What one page shows. */
    private record Shown(Found found, Map<NodeId, String> names, Map<ObjectKey, Answered> answered) {
        String name(NodeId node) {
            return names.getOrDefault(node, node.fingerprint());
        }
    }

    private final Site site;
    private final Cards cards;
    private final Cache<Asked, Found> found;

    StandingPages(Site site, Cards cards) {
        this.site = site;
        this.cards = cards;
        this.found = Caffeine.newBuilder()
                .maximumWeight(LINES)
                .weigher((Asked asked, Found one) -> one.lines())
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(site.clock().millis()))
                .build();
    }

    Reply standing(Visit visit) throws SQLException {
        ObjectKey key = visit.key();
        String topic = visit.query("topic");
        if (!topic.equals(Fact.ALL_TOPICS) && !Tag.isTag(topic)) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        Profile profile = site.read(sql -> new MemberReading(sql).profile(key))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        Found facts = found.get(new Asked(key, topic), this::find);
        Explanation greatest = facts.greatest();
        Map<ObjectKey, Answered> answered = site.read(sql -> new StandingReading(sql).answered(greatest.answers()));
        Shown shown = new Shown(facts, NodeNames.byId(site.names()), answered);
        Standing standing = greatest.standing();
        List<StandingPage.Group> groups = new ArrayList<>();
        for (Standing.Share share : standing.shares()) {
            groups.add(group(visit, shown, share));
        }
        StandingPage page = new StandingPage(
                cards.person(profile.author(), visit.texts()),
                topic,
                topics(visit, facts.topics(), key, topic),
                standing.peers(),
                standing.home(),
                groups,
                rows(visit, shown, greatest.home()),
                facts.homeFacts() - greatest.home().size(),
                facts.at());
        Shell shell = visit.shell(visit.t("standing.title", profile.author().name()), Section.NONE, false);
        return Reply.page(out -> JtestandingGenerated.render(out, null, shell, page));
    }

    /** One reader finds out, and others wait for it. */
    private Found find(Asked asked) {
        Instant now = site.now();
        try {
            return site.read(sql -> {
                Standings standings = new Standings(sql, site.writer().selfId(), now);
                Explanation all = standings
                        .explain(asked.member(), asked.topic())
                        .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
                Map<NodeId, Integer> facts = new HashMap<>();
                all.groups().forEach((group, lines) -> facts.put(group, lines.size()));
                List<Topic> topics = new ArrayList<>();
                standings.byTopic(asked.member()).forEach((topic, standing) -> {
                    if (topics.size() <= TOPICS || topic.equals(asked.topic())) {
                        topics.add(new Topic(topic, standing.peers()));
                    }
                });
                return new Found(now, all.greatest(SHOWN), facts, all.home().size(), topics);
            });
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }

    private static List<Choice> topics(Visit visit, List<Topic> topics, ObjectKey member, String chosen) {
        return topics.stream()
                .map(one -> new Choice(
                        visit.t(
                                "standing.topic",
                                one.name().isEmpty() ? visit.t("standing.all") : one.name(),
                                one.points()),
                        SiteAddress.standing(member, one.name()),
                        one.name().equals(chosen)))
                .toList();
    }

    private static StandingPage.Group group(Visit visit, Shown shown, Standing.Share share) {
        List<Explanation.Line> lines = shown.found().greatest().groups().getOrDefault(share.group(), List.of());
        return new StandingPage.Group(
                shown.name(share.group()),
                share.weight().orElse(-1),
                share.cap().orElse(0L),
                visit.texts().decimal(share.total()),
                visit.texts().decimal(share.part()),
                share.gives(),
                share.isLimited(),
                rows(visit, shown, lines),
                shown.found().facts().getOrDefault(share.group(), 0) - lines.size());
    }

    private static List<StandingPage.Row> rows(Visit visit, Shown shown, List<Explanation.Line> lines) {
        return lines.stream().map(line -> row(visit, shown, line)).toList();
    }

    private static StandingPage.Row row(Visit visit, Shown shown, Explanation.Line line) {
        Fact fact = line.fact();
        Optional<ObjectId> answer = fact.basis().onAnswer();
        Optional<Answered> where = answer.map(id -> shown.answered().get(id.key()));
        return new StandingPage.Row(
                shown.name(fact.issuer()),
                words(visit, fact.basis()),
                where.map(Answered::title).orElse(null),
                where.isPresent() && answer.isPresent()
                        ? SiteAddress.post(where.get().thread(), answer.get().key())
                        : "",
                where.map(Answered::language).orElse(""),
                fact.points(),
                visit.t("standing.percent", visit.texts().decimal(100L * line.permille())),
                visit.texts().decimal(line.thousandths()),
                SiteAddress.record(fact.record().key()));
    }

    private static String words(Visit visit, Basis basis) {
        if (basis instanceof Basis.Votes votes) {
            return visit.t("standing.votes", votes.up(), votes.down());
        }
        if (basis instanceof Basis.Attested attested) {
            return visit.t(
                    "standing.attested",
                    Age.beginOf(attested.quarter()),
                    Age.beginOf(attested.quarter() + 1),
                    attested.answers(),
                    attested.accepted(),
                    attested.up(),
                    attested.down());
        }
        return visit.t("standing.accepted");
    }
}
