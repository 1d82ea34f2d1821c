package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.admission.Privilege;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.Suggesting;
import org.guildhall.record.Kind;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.page.JtesuggestGenerated;
import org.guildhall.site.page.JtesuggestionsGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.DiffLine;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.SuggestionRow;
import org.guildhall.site.view.WaitingEdit;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Suggestions;
import org.guildhall.store.Suggestions.State;
import org.guildhall.store.Suggestions.Suggestion;
import org.guildhall.store.Suggestions.Words;
import org.guildhall.store.ThreadReading;
import org.guildhall.store.ThreadReading.PostRow;
import org.jspecify.annotations.Nullable;

/** Suggesting other words for another's post, and deciding on what was suggested. */
final class SuggestionPages {
    private static final int SHOWN = 50;

    private final Site site;
    private final Visits visits;
    private final Cards cards;
    private final Posting posting;

    SuggestionPages(Site site, Visits visits, Cards cards, Posting posting) {
        this.site = site;
        this.visits = visits;
        this.cards = cards;
        this.posting = posting;
    }

    /** A post of this node that readers can see: nobody edits what is another node's. */
    private PostRow ours(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        if (post.node() != site.self() || post.hidden().isPresent()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return post;
    }

    private PostRow anothers(Visit visit) throws Exception {
        PostRow post = ours(visit);
        if (ThreadPage.isAuthor(visit, post)) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return post;
    }

    Reply form(Visit visit) throws Exception {
        PostRow post = anothers(visit);
        return formPage(
                visit,
                200,
                post,
                Form.of(Map.of(
                        "title", post.title(),
                        "text", post.body(),
                        "topics", String.join(" ", post.tags()),
                        "revision", String.valueOf(post.latest()))));
    }

    Reply suggest(Visit visit) throws Exception {
        PostRow post = anothers(visit);
        FormCheck check = new FormCheck(visit);
        boolean question = post.kind() == Kind.QUESTION;
        String title = question ? check.title() : "";
        String text = check.text(longest(post));
        String tags = question ? String.join(" ", check.topics()) : "";
        String why = reason(visit, check, "why");
        if (visit.wantsPreview()) {
            return formPage(
                    visit, 200, post, check.form().withPreview(cards.markdown().html(text, "preview")));
        }
        int revision = number(visit.field("revision"));
        if (!check.failed()) {
            try {
                posting.suggest(visit.member().member(), post, revision, new Words(title, tags, text), why);
                site.decided();
                return visits.done(SiteAddress.post(post.thread(), post.key()), Notice.SUGGESTED);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                say(visit, check, e);
            }
        }
        return check.refused(status -> formPage(visit, status, post, check.form()));
    }

    private static void say(Visit visit, FormCheck check, Refusal refusal) {
        switch (refusal.code()) {
            case Suggesting.STALE -> check.say("", visit.t("suggest.stale"));
            case Suggesting.NOTHING_CHANGED -> check.say("text", visit.t("suggest.same"));
            case Suggesting.TOO_MANY -> check.say("", visit.t("suggest.tooMany", Suggesting.MOST_A_DAY));
            case Suggesting.QUEUE_FULL -> check.say("", visit.t("suggest.wait"));
            default -> check.say(refusal);
        }
    }

    private static String reason(Visit visit, FormCheck check, String field) {
        String words = check.line(field);
        if (words.codePointCount(0, words.length()) > Limits.REASON) {
            check.say(field, visit.t("form.text.long", Limits.REASON));
        }
        return words;
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        return Integer.parseInt(text);
    }

    private static int longest(PostRow post) {
        return post.kind() == Kind.COMMENT ? Limits.COMMENT_TEXT : Limits.POST_TEXT;
    }

    /** The form; sent again it is compared with the revision of now, which stands beside it. */
    private Reply formPage(Visit visit, int status, PostRow post, Form form) throws Exception {
        String about = posting.post(visit, post.thread()).title();
        Shell shell = visit.shell(visit.t("suggest.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JtesuggestGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        about,
                        SiteAddress.post(post.thread(), post.key()),
                        "/p/" + post.key().text() + "/suggest",
                        post.kind() == Kind.QUESTION,
                        post.latest(),
                        longest(post)));
    }

    /** What was wrong with a decision on one of them. */
    private record Refused(long nr, String words) {}

    Reply list(Visit visit) throws Exception {
        return listPage(visit, 200, ours(visit), null);
    }

    private Reply listPage(Visit visit, int status, PostRow post, @Nullable Refused refused) throws Exception {
        boolean decides = ThreadPage.isAuthor(visit, post) || visit.may(Privilege.MODERATE_QUEUE);
        List<SuggestionRow> rows = new ArrayList<>();
        for (Suggestion one : site.read(sql -> new Suggestions(sql).of(post.key(), SHOWN))) {
            boolean own = one.member().equals(visit.memberKey());
            if (decides || own) {
                String wrong = refused != null && refused.nr() == one.nr() ? refused.words() : null;
                rows.add(row(visit.texts(), post, one, decides && !own && one.state() == State.OPEN, wrong));
            }
        }
        String about = posting.post(visit, post.thread()).title();
        Shell shell = visit.shell(visit.t("suggestions.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JtesuggestionsGenerated.render(
                        out,
                        null,
                        shell,
                        about,
                        SiteAddress.post(post.thread(), post.key()),
                        SiteAddress.suggestions(post.key()),
                        SiteAddress.history(post.key()),
                        post.language(),
                        post.latest(),
                        rows));
    }

    private static SuggestionRow row(
            Texts texts, PostRow post, Suggestion one, boolean decidable, @Nullable String refused) {
        boolean applied = one.state() == State.APPLIED;
        boolean question = post.kind() == Kind.QUESTION && !applied;
        return new SuggestionRow(
                one.nr(),
                one.name().isEmpty() ? texts.t("author.unknown") : one.name(),
                one.at(),
                one.why(),
                question ? changed(post.title(), one.words().title()) : List.of(),
                question ? changed(String.join(" ", post.tags()), one.words().tags()) : List.of(),
                applied ? List.of() : LineDiff.of(post.body(), one.words().body()),
                one.state() == State.OPEN && one.revision() != post.latest(),
                switch (one.state()) {
                    case OPEN, WITHDRAWN -> null;
                    case APPLIED -> texts.t("suggestions.applied");
                    case DECLINED -> texts.t("suggestions.declined");
                },
                one.reason(),
                decidable,
                refused);
    }

    private static List<DiffLine> changed(String before, String after) {
        return before.equals(after) ? List.of() : LineDiff.of(before, after);
    }

    Reply decide(Visit visit) throws Exception {
        PostRow post = ours(visit);
        long nr = number(visit.field("nr"));
        Optional<Suggestion> meant = site.read(sql -> new Suggestions(sql).find(nr))
                .filter(one -> one.post().equals(post.key()));
        if (meant.isEmpty()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        FormCheck check = new FormCheck(visit);
        String words = check.line("reason");
        boolean apply = switch (visit.field("ruling")) {
            case "apply" -> true;
            case "decline" -> false;
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
        int seen = number(visit.field("revision"));
        if (!apply && (words.isEmpty() || words.codePointCount(0, words.length()) > Limits.REASON)) {
            return listPage(visit, 422, post, new Refused(nr, visit.t("hide.reason.missing")));
        }
        try {
            if (apply) {
                posting.applySuggestion(visit.member().member(), nr, seen);
            } else {
                posting.declineSuggestion(visit.member().member(), nr, words);
            }
        } catch (Refusal e) {
            return switch (e.code()) {
                case Suggesting.STALE ->
                    listPage(visit, 422, posting.post(visit, post.key()), new Refused(nr, visit.t("form.stale")));
                case Suggesting.DECIDED -> visits.done(SiteAddress.suggestions(post.key()), Notice.NOT_HELD);
                default -> throw e;
            };
        }
        site.decided();
        return visits.done(SiteAddress.post(post.thread(), post.key()), apply ? Notice.APPLIED : Notice.UNAPPLIED);
    }

    /** What waits at posts that readers can see, oldest first; one's own among it, which others decide on. */
    static List<WaitingEdit> waiting(Site site, Texts texts, int most) throws SQLException {
        List<Suggestion> open = site.read(sql -> new Suggestions(sql).oldest(most));
        Map<ObjectKey, PostRow> posts = site.read(sql -> new ThreadReading(sql)
                .byKey(open.stream()
                        .flatMap(one -> Stream.of(one.post(), one.thread()))
                        .toList()));
        List<WaitingEdit> rows = new ArrayList<>();
        for (Suggestion one : open) {
            PostRow post = posts.get(one.post());
            PostRow question = posts.get(one.thread());
            if (post != null && question != null) {
                rows.add(new WaitingEdit(
                        SiteAddress.suggestions(post.key()),
                        question.title(),
                        question.language(),
                        switch (post.kind()) {
                            case QUESTION -> texts.t("kind.question");
                            case ANSWER -> texts.t("kind.answer");
                            default -> texts.t("kind.comment");
                        },
                        one.name().isEmpty() ? texts.t("author.unknown") : one.name(),
                        one.at()));
            }
        }
        return rows;
    }
}
