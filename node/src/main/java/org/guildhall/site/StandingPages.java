package org.guildhall.site;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Standings;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
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
import org.guildhall.store.StandingReading;
import org.guildhall.store.StandingReading.Answered;

/** What members' answers are worth to this node, and why. */
final class StandingPages {
    /** Of each group, those that give most; the number is made of all. */
    private static final int SHOWN = 50;

    private final Site site;
    private final Cards cards;

    StandingPages(Site site, Cards cards) {
        this.site = site;
        this.cards = cards;
    }

    /** What one page needs of the store. */
    private record Facts(
            Explanation explanation,
            Map<String, Standing> byTopic,
            Map<NodeId, String> names,
            Map<ObjectKey, Answered> answered) {

        String name(NodeId node) {
            String id = node.did();
            return names.getOrDefault(node, "…" + id.substring(Math.max(0, id.length() - 8)));
        }
    }

    Reply standing(Visit visit) throws SQLException {
        ObjectKey key = visit.key();
        String topic = visit.query("topic");
        Instant now = site.now();
        Profile profile = site.read(sql -> new MemberReading(sql).profile(key))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        Facts facts = site.read(sql -> {
            StandingReading reading = new StandingReading(sql);
            Standings standings = new Standings(sql, site.writer().selfId(), now);
            Explanation explanation =
                    standings.explain(key, topic).orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
            Set<NodeId> nodes = new HashSet<>(explanation.groups().keySet());
            Set<ObjectKey> answers = new HashSet<>();
            for (Explanation.Line line : all(explanation)) {
                nodes.add(line.fact().issuer());
                answer(line.fact()).ifPresent(answer -> answers.add(answer.key()));
            }
            return new Facts(explanation, standings.byTopic(key), reading.names(nodes), reading.answered(answers));
        });
        Standing standing = facts.explanation().standing();
        List<StandingPage.Group> groups = new ArrayList<>();
        for (Standing.Share share : standing.shares()) {
            groups.add(group(visit, facts, share));
        }
        StandingPage page = new StandingPage(
                cards.person(profile.author(), visit.texts()),
                topic,
                topics(visit, facts.byTopic(), key, topic),
                standing.peers(),
                standing.home(),
                groups,
                rows(visit, facts, facts.explanation().home()),
                Math.max(0, facts.explanation().home().size() - SHOWN),
                now);
        Shell shell = visit.shell(visit.t("standing.title", profile.author().name()), Section.NONE, false);
        return Reply.page(out -> JtestandingGenerated.render(out, null, shell, page));
    }

    private static List<Explanation.Line> all(Explanation explanation) {
        List<Explanation.Line> all = new ArrayList<>(explanation.home());
        explanation.groups().values().forEach(all::addAll);
        return all;
    }

    private static Optional<ObjectId> answer(Fact fact) {
        if (fact.basis() instanceof Basis.Votes votes) {
            return Optional.of(votes.answer());
        }
        return fact.basis() instanceof Basis.Accepted accepted ? Optional.of(accepted.answer()) : Optional.empty();
    }

    /** Those with most points first, after all topics together. */
    private static List<Choice> topics(Visit visit, Map<String, Standing> byTopic, ObjectKey member, String chosen) {
        List<Choice> choices = new ArrayList<>();
        byTopic.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Standing> one) ->
                                !one.getKey().isEmpty())
                        .thenComparing(one -> -one.getValue().peers())
                        .thenComparing(Map.Entry::getKey))
                .forEach(one -> choices.add(new Choice(
                        visit.t(
                                "standing.topic",
                                one.getKey().isEmpty() ? visit.t("standing.all") : one.getKey(),
                                one.getValue().peers()),
                        SiteAddress.standing(member, one.getKey()),
                        one.getKey().equals(chosen))));
        return choices;
    }

    private static StandingPage.Group group(Visit visit, Facts facts, Standing.Share share) {
        List<Explanation.Line> lines = facts.explanation().groups().getOrDefault(share.group(), List.of());
        return new StandingPage.Group(
                facts.name(share.group()),
                share.weight().orElse(-1),
                share.cap().orElse(0L),
                visit.texts().decimal(share.total()),
                visit.texts().decimal(share.part()),
                share.gives(),
                share.isLimited(),
                rows(visit, facts, lines),
                Math.max(0, lines.size() - SHOWN));
    }

    private static List<StandingPage.Row> rows(Visit visit, Facts facts, List<Explanation.Line> lines) {
        return lines.stream()
                .sorted(Comparator.comparingLong((Explanation.Line line) -> -line.thousandths()))
                .limit(SHOWN)
                .map(line -> row(visit, facts, line))
                .toList();
    }

    private static StandingPage.Row row(Visit visit, Facts facts, Explanation.Line line) {
        Fact fact = line.fact();
        Optional<ObjectId> answer = answer(fact);
        Optional<Answered> where = answer.map(id -> facts.answered().get(id.key()));
        return new StandingPage.Row(
                facts.name(fact.issuer()),
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
