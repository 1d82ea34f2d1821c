package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.reputation.WeightedScore;
import org.guildhall.reputation.WeightedScore.Share;
import org.guildhall.reputation.WeightedScore.Votes;
import org.guildhall.site.page.JtevotesGenerated;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.VoteGroup;
import org.guildhall.site.view.VoteRow;
import org.guildhall.site.view.VotesPage;
import org.guildhall.site.web.Reply;
import org.guildhall.store.TallyReading;
import org.guildhall.store.TallyReading.Count;
import org.guildhall.store.TallyReading.Told;
import org.guildhall.store.ThreadReading.PostRow;

/** Whose votes a score consists of, and what each adds to the order of answers. Single votes are nobody's business. */
final class VotesPages {
    private final Site site;
    private final Posting posting;
    private final AnswerOrder order;
    private final TallyTerms terms;

    VotesPages(Site site, Posting posting, AnswerOrder order, TallyTerms terms) {
        this.site = site;
        this.posting = posting;
        this.order = order;
        this.terms = terms;
    }

    /** {@code names} of nodes, by their ids. */
    private record Facts(Map<NodeId, Told> told, WeightedScore score, Map<String, String> names) {
        String name(NodeId node) {
            return names.getOrDefault(node.did(), node.did());
        }
    }

    Reply show(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        PostRow question = post.kind() == Kind.QUESTION ? post : posting.post(visit, post.thread());
        Facts facts = facts(post);
        List<VoteGroup> groups = new ArrayList<>();
        for (Share share : facts.score().shares()) {
            groups.add(group(visit, facts, share));
        }
        groups.removeIf(group -> group.rows().isEmpty());
        List<VoteRow> outside = new ArrayList<>();
        for (Votes votes : facts.score().outside()) {
            outside.add(row(facts, votes));
        }
        VotesPage page = new VotesPage(
                question.title(),
                question.language(),
                SiteAddress.post(post.thread(), post.key()),
                post.score(),
                post.up(),
                post.down(),
                post.kind() == Kind.ANSWER
                        ? visit.texts().decimal(10 * facts.score().hundredths())
                        : null,
                WeightedScore.BOUND,
                groups,
                outside,
                VoteWords.early(visit.texts(), terms).orElse(null));
        Shell shell = visit.shell(visit.t("votes.title"), Section.NONE, false);
        return Reply.page(out -> JtevotesGenerated.render(out, null, shell, page));
    }

    private Facts facts(PostRow post) throws SQLException {
        Map<String, String> names = new HashMap<>();
        site.names().values().forEach(node -> names.put(node.id(), node.name()));
        return site.read(sql -> {
            TallyReading reading = new TallyReading(sql, site.self());
            Map<NodeId, Told> told = new HashMap<>();
            for (Told one : reading.onPost(post.thread(), post.key())) {
                told.put(one.count().node(), one);
            }
            List<Count> counts = told.values().stream().map(Told::count).toList();
            WeightedScore score = order.score(sql, post, counts);
            return new Facts(told, score, names);
        });
    }

    private static VoteRow row(Facts facts, Votes votes) {
        Told told = facts.told().get(votes.node());
        return new VoteRow(
                facts.name(votes.node()),
                votes.up(),
                votes.down(),
                told == null ? null : told.at(),
                told == null ? "" : SiteAddress.record(told.tally(), told.revision()));
    }

    private static VoteGroup group(Visit visit, Facts facts, Share share) {
        boolean own = share.weight().isEmpty();
        List<VoteRow> rows = new ArrayList<>();
        for (Votes votes : share.votes()) {
            if (own) {
                // One sum: apart from the members' an erased member's votes would stand alone.
                rows.add(new VoteRow(visit.t("votes.members"), votes.up(), votes.down(), null, ""));
            } else {
                rows.add(row(facts, votes));
            }
        }
        boolean introduces =
                share.votes().stream().anyMatch(votes -> !votes.node().equals(share.group()));
        String name = facts.name(share.group());
        rows.removeIf(row -> own && row.up() == 0 && row.down() == 0);
        return new VoteGroup(
                introduces ? visit.t("votes.group", name) : name,
                share.weight().orElse(100),
                share.isBounded(),
                visit.texts().decimal(10 * share.hundredths()),
                rows);
    }
}
