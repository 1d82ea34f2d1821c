package org.guildhall.site;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.LocalWeights;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Privilege;
import org.guildhall.admission.Standings;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Standing;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.ClosedMark;
import org.guildhall.site.view.CommentView;
import org.guildhall.site.view.ExpertRow;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.LabelMark;
import org.guildhall.site.view.LinkedThread;
import org.guildhall.site.view.Mirror;
import org.guildhall.site.view.Person;
import org.guildhall.site.view.Points;
import org.guildhall.site.view.PostView;
import org.guildhall.site.view.QuestionPage;
import org.guildhall.site.view.Rights;
import org.guildhall.site.view.Trust;
import org.guildhall.site.view.VerdictMark;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.NodeNames;
import org.guildhall.store.Sql;
import org.guildhall.store.ThreadReading;
import org.guildhall.store.ThreadReading.Linked;
import org.guildhall.store.ThreadReading.Opinion;
import org.guildhall.store.ThreadReading.PostRow;
import org.guildhall.store.ThreadReading.Ruling;
import org.jspecify.annotations.Nullable;

/** Puts a thread together for one reader: the question, its answers in order, what this reader may do with each. */
final class ThreadPage {
    private static final int COMMENTS_EXPECTED = 8;
    private static final int EXPERTS = 3;

    private final Site site;
    private final Cards cards;
    private final AnswerOrder order;
    private final Experts experts;

    ThreadPage(Site site, Cards cards, AnswerOrder order, Experts experts) {
        this.site = site;
        this.cards = cards;
        this.order = order;
        this.experts = experts;
    }

    /** What is read of the store for one page, at once. */
    private record Facts(
            List<PostRow> posts,
            Optional<ObjectKey> accepted,
            Comparator<PostRow> order,
            Map<ObjectKey, Ruling> rulings,
            Map<ObjectKey, Integer> votes,
            List<Linked> links,
            Map<ObjectKey, List<Opinion>> opinions,
            Map<ObjectKey, Map<String, Standing>> standings,
            Means means) {}

    /** What this reader's role or standing suffices for. Null is: nothing is missing. */
    private record Means(
            @Nullable String noDown,
            @Nullable String noComment,
            @Nullable String noSuggest,
            boolean closes) {}

    /** The page; a thread whose question is not here, or is hidden from this reader, is not found. */
    QuestionPage of(Visit visit, ObjectKey thread, @Nullable Form answerForm) throws SQLException {
        Means means = new Means(
                visit.lacking(Privilege.VOTE_DOWN),
                visit.lacking(Privilege.COMMENT),
                visit.lacking(Privilege.SUGGEST),
                visit.may(Privilege.CLOSE));
        Facts facts = site.read(sql -> {
            ThreadReading reading = new ThreadReading(sql);
            Optional<ObjectKey> reader = visit.memberKey();
            List<PostRow> posts = reading.posts(thread);
            Optional<ObjectKey> accepted = reading.accepted(thread);
            LocalWeights weights = new LocalWeights(sql, site.writer().selfId());
            return new Facts(
                    posts,
                    accepted,
                    order.of(sql, weights, thread, posts, accepted),
                    reading.rulings(thread),
                    reader.isPresent() ? reading.votes(thread, reader.get()) : Map.of(),
                    reading.links(thread),
                    reading.opinions(thread),
                    standings(sql, weights, posts),
                    means);
        });
        PostRow question = facts.posts().stream()
                .filter(post -> post.key().equals(thread))
                .filter(post -> post.hidden().isEmpty() || visit.moderates())
                .findFirst()
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        Map<ObjectKey, List<CommentView>> comments = comments(visit, facts);
        List<PostView> answers = new ArrayList<>();
        facts.posts().stream()
                .filter(post -> post.kind() == Kind.ANSWER)
                .sorted(facts.order())
                .forEach(post -> answers.add(view(visit, facts, post, question, comments)));
        Instant active = facts.posts().stream()
                .filter(PostRow::visible)
                .map(PostRow::editedAt)
                .max(Comparator.naturalOrder())
                .orElse(question.editedAt());
        return new QuestionPage(
                SiteAddress.question(thread),
                question.erased() == 0
                        ? question.title()
                        : visit.t(question.erased() == 1 ? "erased.byAuthor" : "erased.here"),
                view(visit, facts, question, question, comments),
                Cards.topics(question.tags()),
                answers,
                answers.stream().anyMatch(PostView::accepted),
                active,
                mirror(question),
                !site.takesPart(question.home()),
                closed(visit.texts(), facts, question),
                linked(facts.links()),
                experts(visit, facts, question),
                answerForm);
    }

    /** What those who answered are worth in the question's topics. */
    private Map<ObjectKey, Map<String, Standing>> standings(Sql sql, LocalWeights weights, List<PostRow> posts)
            throws SQLException {
        Set<ObjectKey> authors = new HashSet<>();
        Set<String> topics = new HashSet<>();
        for (PostRow post : posts) {
            if (post.kind() == Kind.ANSWER) {
                authors.add(post.author().member());
            } else if (post.kind() == Kind.QUESTION) {
                topics.addAll(post.tags());
            }
        }
        return authors.isEmpty() || topics.isEmpty()
                ? Map.of()
                : new Standings(sql, weights, site.now()).of(authors, topics);
    }

    /** Of the question's topics, that in which others gave the author of an answer most. */
    private static @Nullable Points points(Facts facts, PostRow post) {
        ObjectKey author = post.author().member();
        if (post.kind() != Kind.ANSWER || post.erased() != 0) {
            return null;
        }
        return facts.standings().getOrDefault(author, Map.of()).entrySet().stream()
                .filter(one -> one.getValue().peers() > 0)
                .max(Comparator.comparingLong((Map.Entry<String, Standing> one) ->
                                one.getValue().peers())
                        .thenComparing(Map.Entry::getKey))
                .map(one ->
                        new Points(one.getValue().peers(), one.getKey(), SiteAddress.standing(author, one.getKey())))
                .orElse(null);
    }

    /**
     * Who could answer what nobody has answered well enough yet. For members only: they can do something about it, and nobody is named on a
     * public page of a thread in which they wrote nothing.
     */
    private List<ExpertRow> experts(Visit visit, Facts facts, PostRow question) throws SQLException {
        boolean open = facts.accepted().isEmpty()
                && question.erased() == 0
                && isClosed(facts, question).isEmpty();
        if (visit.signed() == null || !open) {
            return List.of();
        }
        Set<ObjectKey> without =
                new HashSet<>(List.of(question.author().member(), visit.signed().member()));
        facts.posts().stream()
                .filter(post -> post.kind() == Kind.ANSWER)
                .forEach(post -> without.add(post.author().member()));
        return experts.knowing(question.tags(), without, EXPERTS, visit.texts());
    }

    private Map<ObjectKey, List<CommentView>> comments(Visit visit, Facts facts) {
        Map<ObjectKey, List<CommentView>> comments = new HashMap<>();
        for (PostRow post : facts.posts()) {
            if (post.kind() == Kind.COMMENT && post.parent().isPresent()) {
                comments.computeIfAbsent(post.parent().get(), parent -> new ArrayList<>(COMMENTS_EXPECTED))
                        .add(comment(visit, facts, post));
            }
        }
        return comments;
    }

    private CommentView comment(Visit visit, Facts facts, PostRow post) {
        boolean own = isAuthor(visit, post);
        return new CommentView(
                post.key().text(),
                html(post),
                post.language(),
                person(visit, post),
                post.createdAt(),
                post.revision() > 1,
                post.score(),
                trust(visit.texts(), post, facts),
                post.erased() == 0
                        ? new Rights(
                                false,
                                null,
                                false,
                                null,
                                own && post.hidden().isEmpty(),
                                false,
                                visit.moderates(),
                                flags(visit, post),
                                suggests(visit, post),
                                facts.means().noSuggest(),
                                null)
                        : Rights.NONE,
                post.hidden().orElse(null),
                erased(visit, post),
                labels(visit.texts(), facts, post));
    }

    private PostView view(
            Visit visit, Facts facts, PostRow post, PostRow question, Map<ObjectKey, List<CommentView>> comments) {
        boolean accepted = Optional.of(post.key()).equals(facts.accepted());
        return new PostView(
                post.key().text(),
                html(post),
                post.language(),
                person(visit, post),
                post.createdAt(),
                post.revision() > 1 ? post.editedAt() : null,
                post.score(),
                facts.votes().getOrDefault(post.key(), 0),
                accepted,
                trust(visit.texts(), post, facts),
                rights(visit, facts, post, question),
                Cards.source(post.sourceUrl()).orElse(null),
                post.license(),
                post.hidden().orElse(null),
                erased(visit, post),
                labels(visit.texts(), facts, post),
                points(facts, post),
                comments.getOrDefault(post.key(), List.of()));
    }

    /** The mark in the place of what is gone. */
    private static @Nullable String erased(Visit visit, PostRow post) {
        return switch (post.erased()) {
            case 0 -> null;
            case 1 -> visit.t("erased.byAuthor");
            default -> visit.t("erased.here");
        };
    }

    private Rights rights(Visit visit, Facts facts, PostRow post, PostRow question) {
        if (visit.signed() == null || post.erased() != 0) {
            return Rights.NONE;
        }
        boolean own = isAuthor(visit, post);
        boolean shown = post.hidden().isEmpty();
        boolean asker = isAuthor(visit, question) && isHome(question);
        boolean takesPart = site.takesPart(question.home());
        boolean closes = shown && facts.means().closes() && post.kind() == Kind.QUESTION && isHome(question);
        return new Rights(
                shown && !own && takesPart,
                facts.means().noDown(),
                shown && takesPart,
                // Whoever is spoken to may reply.
                own || isAuthor(visit, question) ? null : facts.means().noComment(),
                shown && own,
                shown && asker && post.kind() == Kind.ANSWER,
                visit.moderates(),
                flags(visit, post),
                suggests(visit, post),
                facts.means().noSuggest(),
                closes ? visit.t(isClosed(facts, question).isPresent() ? "post.reopen" : "post.close") : null);
    }

    /** Whether other words for the post can be suggested here: nobody edits what is another node's, and one's own one edits. */
    private boolean suggests(Visit visit, PostRow post) {
        return visit.signed() != null
                && post.node() == site.self()
                && post.hidden().isEmpty()
                && !isAuthor(visit, post);
    }

    /** The word of its home that a question is closed; of any other node it means nothing (OQX-INC-060). */
    private static Optional<Opinion> isClosed(Facts facts, PostRow question) {
        return facts.opinions().getOrDefault(question.key(), List.of()).stream()
                .filter(opinion -> opinion.label().equals(Label.CLOSED) && opinion.node() == question.home())
                .findFirst();
    }

    private @Nullable ClosedMark closed(Texts texts, Facts facts, PostRow question) {
        return isClosed(facts, question)
                .map(opinion -> new ClosedMark(texts.t("question.closed", nodeName(opinion.node())), opinion.reason()))
                .orElse(null);
    }

    /** Whoever is signed in can tell the moderators of what another wrote. */
    private static boolean flags(Visit visit, PostRow post) {
        return visit.signed() != null && post.hidden().isEmpty() && !isAuthor(visit, post);
    }

    /** What nodes think of the post, each with the name of the node that thinks so (OQX-ERA-050). */
    private List<LabelMark> labels(Texts texts, Facts facts, PostRow post) {
        if (post.erased() != 0) {
            return List.of();
        }
        List<LabelMark> marks = new ArrayList<>();
        for (Opinion opinion : facts.opinions().getOrDefault(post.key(), List.of())) {
            if (opinion.label().equals(Label.CLOSED) || isIgnored(opinion)) {
                continue;
            }
            String words = LabelWords.of(texts, opinion.label());
            marks.add(new LabelMark(
                    texts.t("label.by", words, nodeName(opinion.node())),
                    opinion.reason(),
                    opinion.label().equals("official")));
        }
        return marks;
    }

    /** Whether our policy with the node is not to show this label of it. */
    private static boolean isIgnored(Opinion opinion) {
        return opinion.policy()
                .map(policy -> Policy.ofJson(policy).labels().on(opinion.label()) == Policy.Effect.IGNORE)
                .orElse(false);
    }

    private String nodeName(int node) {
        try {
            return site.name(node).name();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the post's thread was asked at this node. */
    boolean isHome(PostRow post) {
        return post.home() == site.self();
    }

    static boolean isAuthor(Visit visit, PostRow post) {
        return visit.memberKey().equals(Optional.of(post.author().member()));
    }

    private String html(PostRow post) {
        return post.hidden().isPresent() || post.erased() != 0
                ? ""
                : cards.html(post.digest(), post.body(), "p" + post.key().text());
    }

    private Person person(Visit visit, PostRow post) {
        try {
            return cards.person(post.author(), visit.texts());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the home said of the revision shown; an edit it has not seen yet is pending again. */
    private static Trust trust(Texts texts, PostRow post, Facts facts) {
        String record = SiteAddress.record(post.key(), post.revision());
        if (post.node() == post.home()) {
            return new Trust(VerdictMark.OWN, null, record);
        }
        Ruling ruling = facts.rulings().get(post.key());
        if (ruling == null || ruling.ofRevision() < post.revision()) {
            return new Trust(VerdictMark.PENDING, null, record);
        }
        String reason = VerdictWords.of(texts, ruling.code(), ruling.reason()).orElse(null);
        return switch (ruling.ruling()) {
            case "taken" -> new Trust(VerdictMark.TAKEN, null, record);
            case "declined" -> new Trust(VerdictMark.DECLINED, reason, record);
            default -> new Trust(VerdictMark.EXCLUDED, reason, record);
        };
    }

    private @Nullable Mirror mirror(PostRow question) throws SQLException {
        if (isHome(question)) {
            return null;
        }
        NodeNames.Named home = site.name(question.home());
        return new Mirror(
                home.name(),
                home.address()
                        .map(address -> address + SiteAddress.question(question.key()))
                        .orElse(null));
    }

    private static List<LinkedThread> linked(List<Linked> links) {
        return links.stream()
                .map(link -> new LinkedThread(
                        link.thread().isPresent() ? link.title() : link.url(),
                        link.thread().map(SiteAddress::question).orElse(link.url()),
                        !link.relation().equals("see-also"),
                        link.thread().isEmpty()))
                .toList();
    }
}
