package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Closing;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Kind;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.page.JtecloseGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.ThreadReading.PostRow;

/** Closing a question of this node to further answers, and opening it again. */
final class ClosingPages {
    /** What the address of a question ends in. */
    private static final Pattern KEY = Pattern.compile("(?:.*/q/)?([A-Za-z0-9_-]{22})(?:[?#].*)?");

    private final Site site;
    private final Visits visits;
    private final Posting posting;

    ClosingPages(Site site, Visits visits, Posting posting) {
        this.site = site;
        this.visits = visits;
        this.posting = posting;
    }

    /** Why a question is closed, in words. */
    static String reason(Texts texts, String code) {
        return code.equals(Closing.Reason.DUPLICATE.label()) ? texts.t("close.duplicate") : LabelWords.of(texts, code);
    }

    Reply form(Visit visit) throws Exception {
        return page(visit, 200, question(visit), Form.empty());
    }

    private PostRow question(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        if (post.kind() != Kind.QUESTION
                || post.home() != site.self()
                || post.hidden().isPresent()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return post;
    }

    Reply change(Visit visit) throws Exception {
        PostRow question = question(visit);
        FormCheck check = new FormCheck(visit);
        boolean close = switch (visit.field("action")) {
            case "close" -> true;
            case "reopen" -> false;
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
        String words = check.line("reason");
        if (words.codePointCount(0, words.length()) > Limits.REASON) {
            check.say("reason", visit.t("form.text.long", Limits.REASON));
        }
        Optional<Closing.Reason> reason = close ? chosen(visit.field("code")) : Optional.empty();
        if (close && reason.isEmpty()) {
            check.say("code", visit.t("moderation.choose"));
        }
        if (!close && words.isEmpty()) {
            check.say("reason", visit.t("hide.reason.missing"));
        }
        Optional<ObjectKey> original = original(check.line("original"));
        if (reason.equals(Optional.of(Closing.Reason.DUPLICATE)) && original.isEmpty()) {
            check.say("original", visit.t("close.original.missing"));
        }
        if (!check.failed()) {
            try {
                carryOut(visit, question, reason, original, words);
                return visits.done(SiteAddress.question(question.key()), close ? Notice.CLOSED : Notice.REOPENED);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                switch (e.code()) {
                    case Closing.NOTHING_TO_DO -> check.say("", visit.t("close.already"));
                    case Closing.DECIDED -> check.say("", visit.t("close.decided"));
                    case Closing.NO_ORIGINAL -> check.say("original", visit.t("close.original.missing"));
                    default -> check.say(e);
                }
            }
        }
        return check.refused(status -> page(visit, status, question, check.form()));
    }

    private void carryOut(
            Visit visit, PostRow question, Optional<Closing.Reason> reason, Optional<ObjectKey> original, String words)
            throws Exception {
        ObjectKey member = visit.member().member();
        Admission.Act<Boolean> act = desk -> {
            if (reason.isPresent()) {
                Closing.close(desk, site.privileges(), member, question.key(), reason.get(), original, words);
            } else {
                Closing.reopen(desk, site.privileges(), member, question.key(), words);
            }
            return true;
        };
        if (visit.moderates()) {
            posting.publish(act);
        } else {
            posting.publish(member, act);
        }
        site.decided();
    }

    private static Optional<Closing.Reason> chosen(String code) {
        for (Closing.Reason reason : Closing.Reason.values()) {
            if (reason.label().equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /** The question that an address of this node, or the key in it, names. */
    private static Optional<ObjectKey> original(String address) {
        Matcher named = KEY.matcher(address);
        try {
            return named.matches() ? Optional.of(ObjectKey.ofText(named.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Reply page(Visit visit, int status, PostRow question, Form form) throws SQLException {
        boolean closed = site.read(sql -> Closing.isClosed(sql, question.key()));
        List<Choice> reasons = new ArrayList<>();
        for (Closing.Reason reason : Closing.Reason.values()) {
            reasons.add(
                    new Choice(reason(visit.texts(), reason.label()), reason.label(), form.is("code", reason.label())));
        }
        Shell shell = visit.shell(visit.t(closed ? "close.undoTitle" : "close.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JtecloseGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        question.title(),
                        question.language(),
                        SiteAddress.question(question.key()),
                        "/p/" + question.key().text() + "/close",
                        closed,
                        reasons));
    }
}
