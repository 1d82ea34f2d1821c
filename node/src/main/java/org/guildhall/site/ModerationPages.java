package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.Labelling;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Label;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Verdict;
import org.guildhall.site.page.JtemoderationLogGenerated;
import org.guildhall.site.page.JteopinionGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.LogRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Flags;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.ModerationLog.Action;
import org.guildhall.store.ModerationLog.Entry;
import org.guildhall.store.ThreadReading.PostRow;

/** Members tell the moderators of a post; moderators label it or see nothing wrong; everybody can read what was decided. */
final class ModerationPages {
    private static final int SHOWN = 100;

    private final Site site;
    private final Visits visits;
    private final Posting posting;

    ModerationPages(Site site, Visits visits, Posting posting) {
        this.site = site;
        this.visits = visits;
        this.posting = posting;
    }

    Reply flagForm(Visit visit) throws Exception {
        return flagPage(visit, 200, foreign(visit), Form.empty());
    }

    /** A post that another wrote: nobody needs a moderator for their own. */
    private PostRow foreign(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        if (ThreadPage.isAuthor(visit, post)) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return post;
    }

    Reply flag(Visit visit) throws Exception {
        PostRow post = foreign(visit);
        FormCheck check = new FormCheck(visit);
        String code = chosen(visit, check, Flags.CODES);
        String reason = reason(visit, check);
        if (code.equals("other") && reason.isEmpty()) {
            check.say("reason", visit.t("held.reason.missing"));
        }
        if (!check.failed()) {
            try {
                posting.flag(visit.member().member(), post, code, reason);
                site.decided();
                return visits.done(SiteAddress.post(post.thread(), post.key()), Notice.FLAGGED);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            }
        }
        return check.refused(status -> flagPage(visit, status, post, check.form()));
    }

    private static String chosen(Visit visit, FormCheck check, List<String> codes) {
        String code = visit.field("code");
        if (!codes.contains(code)) {
            check.say("code", visit.t("moderation.choose"));
        }
        return code;
    }

    private static String reason(Visit visit, FormCheck check) {
        String reason = check.line("reason");
        if (reason.codePointCount(0, reason.length()) > Limits.REASON) {
            check.say("reason", visit.t("form.text.long", Limits.REASON));
        }
        return reason;
    }

    private static Reply flagPage(Visit visit, int status, PostRow post, Form form) throws SQLException {
        List<Choice> codes = Flags.CODES.stream()
                .map(code -> new Choice(VerdictWords.of(visit.texts(), code), code, form.is("code", code)))
                .toList();
        List<Choice> actions = List.of(new Choice(visit.t("flag.send"), "flag", true));
        Words words = new Words(
                visit.t("flag.title"), visit.t("flag.intro"), visit.t("held.reason"), visit.t("flag.reason.hint"));
        return opinionPage(visit, status, post, form, "flag", words, codes, actions);
    }

    /** What the form says: of itself, of what is to be chosen, of the words to write. */
    private record Words(String title, String intro, String choice, String hint) {}

    /** One form for two opinions of a post; {@code what} is the last part of its path. */
    private static Reply opinionPage(
            Visit visit,
            int status,
            PostRow post,
            Form form,
            String what,
            Words words,
            List<Choice> codes,
            List<Choice> actions)
            throws SQLException {
        Shell shell = visit.shell(words.title(), Section.NONE, false);
        return Reply.page(
                status,
                out -> JteopinionGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        words.title(),
                        words.intro(),
                        "/p/" + post.key().text() + "/" + what,
                        SiteAddress.post(post.thread(), post.key()),
                        words.choice(),
                        codes,
                        words.hint(),
                        actions));
    }

    Reply labelForm(Visit visit) throws Exception {
        return labelPage(visit, 200, posting.post(visit, visit.key()), Form.empty());
    }

    Reply label(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        FormCheck check = new FormCheck(visit);
        String label = chosen(visit, check, Label.REGISTERED);
        String reason = reason(visit, check);
        Label.State state = switch (visit.field("action")) {
            case "label" -> Label.State.ON;
            case "unlabel" -> Label.State.OFF;
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
        if (!check.failed()) {
            try {
                publish(visit, post, label, state, reason);
                site.decided();
                return visits.done(
                        SiteAddress.post(post.thread(), post.key()),
                        state == Label.State.ON ? Notice.LABELLED : Notice.UNLABELLED);
            } catch (Refusal e) {
                switch (e.code()) {
                    case Labelling.SET -> check.say("code", visit.t("label.set"));
                    case Labelling.NOT_SET -> check.say("code", visit.t("label.notSet"));
                    default -> check.say(e);
                }
            }
        }
        return check.refused(status -> labelPage(visit, status, post, check.form()));
    }

    private void publish(Visit visit, PostRow post, String label, Label.State state, String reason) throws Exception {
        Optional<String> words = Optional.of(reason).filter(one -> !one.isEmpty());
        ModerationLog.By by = ModerationLog.By.of(visit.member().role());
        posting.publish(desk -> {
            Labelling.publish(desk, post.key(), label, state, words, by);
            return true;
        });
    }

    private static Reply labelPage(Visit visit, int status, PostRow post, Form form) throws SQLException {
        List<Choice> labels = Label.REGISTERED.stream()
                .map(label -> new Choice(LabelWords.of(visit.texts(), label), label, form.is("code", label)))
                .toList();
        List<Choice> actions = List.of(
                new Choice(visit.t("label.on"), "label", true), new Choice(visit.t("label.off"), "unlabel", false));
        Words words = new Words(
                visit.t("label.title"), visit.t("label.intro"), visit.t("label.choice"), visit.t("held.words.hint"));
        return opinionPage(visit, status, post, form, "label", words, labels, actions);
    }

    /** Who looks after the queue sees nothing wrong with what was flagged. */
    Reply dismiss(Visit visit) throws Exception {
        ObjectKey post = Visit.key(visit.field("key"));
        if (!visit.moderates()) {
            posting.post(visit, post); // what is hidden is for the moderators
        }
        boolean settled = posting.dismiss(visit.member().member(), post);
        site.decided();
        return visits.done("/held", settled ? Notice.DISMISSED : Notice.NOT_HELD);
    }

    Reply log(Visit visit) throws SQLException {
        List<LogRow> rows = new ArrayList<>();
        for (Entry entry : site.read(sql -> ModerationLog.newest(sql, SHOWN))) {
            rows.add(row(visit.texts(), entry));
        }
        Shell shell = visit.shell(visit.t("moderation.title"), Section.NONE);
        return Reply.page(out -> JtemoderationLogGenerated.render(out, null, shell, rows));
    }

    private static LogRow row(Texts texts, Entry entry) {
        String action = switch (entry.action()) {
            case TAKEN -> texts.t("moderation.taken");
            case DECLINED -> texts.t("moderation.declined");
            case HIDDEN -> texts.t("moderation.hidden");
            case SHOWN -> texts.t("moderation.shown");
            case LABELLED -> texts.t("moderation.labelled");
            case UNLABELLED -> texts.t("moderation.unlabelled");
            case DISMISSED -> texts.t("moderation.dismissed");
            case DROPPED -> texts.t("moderation.dropped");
            case TAKEN_OFF -> texts.t("moderation.takenOff");
            case CLOSED -> texts.t("moderation.closed");
            case REOPENED -> texts.t("moderation.reopened");
            case EDIT_APPLIED -> texts.t("moderation.applied");
            case EDIT_DECLINED -> texts.t("moderation.unapplied");
        };
        return new LogRow(
                entry.at(),
                switch (entry.by()) {
                    case MEMBER -> texts.t("moderation.member");
                    case MODERATOR -> texts.t("role.moderator");
                    case ADMINISTRATOR -> texts.t("role.administrator");
                    case NODE -> texts.t("moderation.node");
                },
                action,
                code(texts, entry),
                entry.reason(),
                entry.post()
                        .map(place -> SiteAddress.post(place.thread(), place.post()))
                        .orElse(null));
    }

    private static String code(Texts texts, Entry entry) {
        if (entry.code().isEmpty()) {
            return "";
        }
        if (entry.action() == Action.CLOSED) {
            return ClosingPages.reason(texts, entry.code());
        }
        boolean verdict = (entry.action() == Action.DECLINED || entry.action() == Action.DROPPED)
                && Verdict.CODES.contains(entry.code());
        return verdict ? VerdictWords.of(texts, entry.code()) : LabelWords.of(texts, entry.code());
    }
}
