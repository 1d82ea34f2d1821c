package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.LocalWeights;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.WeightedScore;
import org.guildhall.reputation.WeightedScore.Votes;
import org.guildhall.reputation.Weights;
import org.guildhall.store.Sql;
import org.guildhall.store.TallyReading;
import org.guildhall.store.TallyReading.Count;
import org.guildhall.store.ThreadReading.PostRow;

/** In which order a thread's answers stand: by the votes on them, under the weights that this node gives its peers. */
final class AnswerOrder {
    private static final WeightedScore NONE = new WeightedScore(List.of(), List.of());

    private final Site site;

    AnswerOrder(Site site) {
        this.site = site;
    }

    /** The accepted answer first, then by weighted score, then the older one. */
    Comparator<PostRow> of(
            Sql sql, LocalWeights weights, ObjectKey thread, List<PostRow> posts, Optional<ObjectKey> accepted)
            throws SQLException {
        Map<ObjectKey, WeightedScore> scores =
                scores(weights, posts, new TallyReading(sql, site.self()).inThread(thread));
        return Comparator.comparing((PostRow post) -> !Optional.of(post.key()).equals(accepted))
                .thenComparing(post -> scores.getOrDefault(post.key(), NONE), WeightedScore.GREATEST_FIRST)
                .thenComparing(PostRow::createdAt);
    }

    /** {@code counts}: other nodes' votes on the post. */
    WeightedScore score(Sql sql, PostRow post, List<Count> counts) throws SQLException {
        return scores(new LocalWeights(sql, site.writer().selfId()), List.of(post), counts)
                .getOrDefault(post.key(), NONE);
    }

    private Map<ObjectKey, WeightedScore> scores(LocalWeights weights, List<PostRow> posts, List<Count> counts)
            throws SQLException {
        Set<NodeId> issuers = new HashSet<>();
        Map<ObjectKey, List<Votes>> votes = new HashMap<>();
        for (Count count : counts) {
            issuers.add(count.node());
            votes.computeIfAbsent(count.post(), unused -> new ArrayList<>())
                    .add(new Votes(count.node(), count.up(), count.down()));
        }
        Weights local = weights.of(issuers);
        Map<ObjectKey, WeightedScore> scores = new HashMap<>();
        for (PostRow post : posts) {
            List<Votes> told = votes.getOrDefault(post.key(), List.of());
            List<Votes> all = new ArrayList<>(told);
            all.add(own(post, told));
            scores.put(post.key(), WeightedScore.of(all, local));
        }
        return scores;
    }

    /** A post shows the votes of all; what others' tallies do not tell, our members voted or an import brought. */
    private Votes own(PostRow post, List<Votes> told) {
        return new Votes(
                site.writer().selfId(),
                post.up() - told.stream().mapToLong(Votes::up).sum(),
                post.down() - told.stream().mapToLong(Votes::down).sum());
    }
}
