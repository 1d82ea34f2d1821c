package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Decision;
import org.guildhall.admission.Lacking;
import org.guildhall.admission.Outcome;
import org.guildhall.admission.OwnCause;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.SigningPermit;
import org.guildhall.record.Digest;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;
import org.guildhall.site.page.JteheldGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.DiffLine;
import org.guildhall.site.view.FlaggedRow;
import org.guildhall.site.view.HeldRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.WaitingEdit;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Flags;
import org.guildhall.store.Flags.Flag;
import org.guildhall.store.HeldReading;
import org.guildhall.store.HeldReading.Held;
import org.guildhall.store.HeldReading.Shown;
import org.guildhall.store.ThreadReading;
import org.guildhall.store.ThreadReading.PostRow;
import org.jspecify.annotations.Nullable;

/**
 * What moderators look at and decide on: what our members flagged, and what peers' members wrote and our policy does not take at
 * once.
 */
final class HeldPages {
    private static final int SHOWN = 25;
    private static final int FLAGS_SHOWN = 100;

    private final Site site;
    private final Visits visits;
    private final Cards cards;
    private final Posting posting;

    HeldPages(Site site, Visits visits, Cards cards, Posting posting) {
        this.site = site;
        this.visits = visits;
        this.cards = cards;
        this.posting = posting;
    }

    /** A decision that could not be carried out as it was sent. */
    private record Refused(ObjectKey object, String message, String code, String words) {}

    Reply held(Visit visit) throws SQLException {
        return page(visit, 200, null);
    }

    private Reply page(Visit visit, int status, @Nullable Refused refused) throws SQLException {
        List<HeldRow> rows = new ArrayList<>();
        List<Held> waiting = site.read(sql -> new HeldReading(sql).oldest(SHOWN));
        Set<ObjectKey> own = visit.moderates() ? Set.of() : own(visit, waiting);
        for (Held held : waiting) {
            rows.add(row(visit.texts(), held, own.contains(held.object()), refused));
        }
        List<FlaggedRow> flagged = flagged(visit);
        List<Choice> reasons = new ArrayList<>();
        for (String code : Verdict.CODES) {
            reasons.add(new Choice(VerdictWords.of(visit.texts(), code), code, false));
        }
        List<WaitingEdit> edits = SuggestionPages.waiting(site, visit.texts(), SHOWN);
        long count = site.read(sql -> new HeldReading(sql).count());
        Shell shell = visit.shell(visit.t("held.title"), Section.HELD, false);
        return Reply.page(
                status,
                out -> JteheldGenerated.render(
                        out, null, shell, count, flagged, edits, rows, reasons, visit.moderates()));
    }

    /** What of it is the visitor's own cause. */
    private Set<ObjectKey> own(Visit visit, List<Held> waiting) throws SQLException {
        List<ObjectKey> objects = waiting.stream().map(Held::object).toList();
        return site.read(sql -> OwnCause.held(sql, visit.member().member(), objects));
    }

    /**
     * What members told us of, a post that was flagged by many once; for moderators, what is hidden is among it. Who looks after the
     * queue by standing does not read what others told of their own posts.
     */
    private List<FlaggedRow> flagged(Visit visit) throws SQLException {
        Map<ObjectKey, List<Flag>> flags = new LinkedHashMap<>();
        for (Flag flag : site.read(sql -> new Flags(sql).oldest(FLAGS_SHOWN))) {
            flags.computeIfAbsent(flag.post(), post -> new ArrayList<>()).add(flag);
        }
        Set<ObjectKey> keys = new HashSet<>(flags.keySet());
        flags.values().forEach(list -> keys.add(list.get(0).thread()));
        Map<ObjectKey, PostRow> posts = site.read(sql -> new ThreadReading(sql).byKey(keys));
        Set<ObjectKey> own = visit.moderates()
                ? Set.of()
                : site.read(sql -> OwnCause.flagged(sql, visit.member().member(), flags.keySet()));
        List<FlaggedRow> rows = new ArrayList<>();
        for (Map.Entry<ObjectKey, List<Flag>> one : flags.entrySet()) {
            PostRow post = posts.get(one.getKey());
            boolean shown =
                    post != null && (visit.moderates() || (post.hidden().isEmpty() && !own.contains(post.key())));
            if (post != null && shown && post.erased() == 0) {
                Optional<PostRow> question = Optional.ofNullable(posts.get(post.thread()));
                rows.add(flaggedRow(visit.texts(), post, question, one.getValue()));
            }
        }
        return rows;
    }

    private FlaggedRow flaggedRow(Texts texts, PostRow post, Optional<PostRow> question, List<Flag> flags)
            throws SQLException {
        return new FlaggedRow(
                post.key().text(),
                switch (post.kind()) {
                    case QUESTION -> texts.t("kind.question");
                    case ANSWER -> texts.t("kind.answer");
                    default -> texts.t("kind.comment");
                },
                SiteAddress.post(post.thread(), post.key()),
                question.map(PostRow::title).orElse(""),
                question.map(PostRow::language).orElse(""),
                post.language(),
                cards.person(post.author(), texts),
                post.hidden().isPresent(),
                cards.html(post.digest(), post.body(), "f" + post.key().text()),
                flagRows(texts, flags));
    }

    private List<FlaggedRow.Flag> flagRows(Texts texts, List<Flag> flags) throws SQLException {
        List<FlaggedRow.Flag> rows = new ArrayList<>();
        for (Flag flag : flags) {
            String words = flag.node().isPresent()
                    ? texts.t(
                            "label.by",
                            LabelWords.of(texts, flag.code()),
                            site.name(flag.node().getAsInt()).name())
                    : VerdictWords.of(texts, flag.code());
            rows.add(new FlaggedRow.Flag(words, flag.reason(), flag.at()));
        }
        return rows;
    }

    private HeldRow row(Texts texts, Held held, boolean own, @Nullable Refused refused) throws SQLException {
        Optional<Refused> mine =
                Optional.ofNullable(refused).filter(one -> one.object().equals(held.object()));
        Optional<ObjectKey> thread =
                held.thread().isPresent() ? held.record().thread().map(ObjectId::key) : Optional.empty();
        Optional<Question> question =
                held.record().body() instanceof Question one ? Optional.of(one) : Optional.empty();
        return new HeldRow(
                held.object().text(),
                held.digest().text(),
                kind(texts, held),
                thread.map(SiteAddress::question).orElse(null),
                question.map(Question::name)
                        .or(() -> held.thread().map(Shown::title))
                        .orElseGet(() -> AttestationWords.held(texts, held)),
                question.flatMap(Question::inLanguage)
                        .orElse(held.thread().map(Shown::language).orElse("")),
                held.record().body() instanceof Post post ? post.inLanguage().orElse("") : "",
                held.author().isPresent() ? cards.person(held.author().get(), texts) : null,
                site.name(held.log()).name(),
                held.since(),
                question.map(one -> Cards.topics(one.keywords())).orElse(List.of()),
                html(texts, held),
                lines(held),
                own,
                mine.map(Refused::message).orElse(null),
                mine.map(Refused::code).orElse(""),
                mine.map(Refused::words).orElse(""));
    }

    private static String kind(Texts texts, Held held) {
        boolean edit = held.shown().isPresent();
        return switch (held.record().head().kind()) {
            case QUESTION -> texts.t(edit ? "held.editedQuestion" : "kind.question");
            case ANSWER -> texts.t(edit ? "held.editedAnswer" : "kind.answer");
            case COMMENT -> texts.t(edit ? "held.editedComment" : "kind.comment");
            case TALLY -> texts.t("held.votes");
            case ATTESTATION -> texts.t("held.attestation");
            default -> texts.t("kind.record");
        };
    }

    private String html(Texts texts, Held held) {
        if (held.record().body() instanceof Post post) {
            return cards.html(held.digest(), post.text(), "p" + held.object().text());
        }
        if (held.record().body() instanceof Tally tally) {
            long up = tally.counts().stream().mapToLong(Tally.Count::up).sum();
            long down = tally.counts().stream().mapToLong(Tally.Count::down).sum();
            return "<p>" + texts.t("held.sum", up, down) + "</p>";
        }
        return "";
    }

    private static List<DiffLine> lines(Held held) {
        return held.shown().isPresent() && held.record().body() instanceof Post post
                ? LineDiff.of(held.shown().get().body(), post.text())
                : List.of();
    }

    Reply decide(Visit visit) throws Exception {
        ObjectKey object = Visit.key(visit.field("key"));
        Digest seen;
        try {
            seen = Digest.ofText(visit.field("digest"));
        } catch (IllegalArgumentException e) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        return switch (visit.field("ruling")) {
            case "taken" -> decided(visit, object, seen, Verdict.Ruling.TAKEN, "", "");
            case "declined" -> decline(visit, object, seen);
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
    }

    /** A reason is chosen, or written, or both. */
    private Reply decline(Visit visit, ObjectKey object, Digest seen) throws Exception {
        String chosen = visit.field("code");
        if (!chosen.isEmpty() && !Verdict.CODES.contains(chosen)) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        String words = new FormCheck(visit).line("reason");
        String code = chosen.isEmpty() ? "other" : chosen;
        if (code.equals("other") && words.isEmpty()) {
            String message = visit.t("held.reason.missing");
            return page(visit, 422, new Refused(object, message, chosen, words));
        }
        if (words.codePointCount(0, words.length()) > Limits.REASON) {
            String message = visit.t("form.text.long", Limits.REASON);
            return page(visit, 422, new Refused(object, message, chosen, words));
        }
        return decided(visit, object, seen, Verdict.Ruling.DECLINED, code, words);
    }

    private Reply decided(Visit visit, ObjectKey object, Digest seen, Verdict.Ruling ruling, String code, String words)
            throws Exception {
        Decision decision;
        try {
            decision = posting.decide(visit.member().member(), object, seen, ruling, code, words);
            site.decided();
        } catch (Refusal e) {
            return switch (e.code()) {
                case SigningPermit.NOT_SIGNING, Lacking.CODE -> throw e;
                case OwnCause.CODE -> page(visit, 403, null);
                default -> visits.done("/held", Notice.NOT_HELD);
            };
        }
        return visits.done("/held", notice(decision));
    }

    /** What can be said of it truthfully: a verdict is published by the home of a thread only. */
    private static Notice notice(Decision decision) {
        if (decision.outcome() instanceof Outcome.Taken) {
            return decision.verdict() ? Notice.TAKEN : Notice.TAKEN_HERE;
        }
        if (decision.outcome() instanceof Outcome.Declined) {
            return decision.verdict() ? Notice.DECLINED : Notice.DECLINED_HERE;
        }
        return decision.outcome() instanceof Outcome.Held ? Notice.STILL_HELD : Notice.NOT_TAKEN;
    }
}
