package org.guildhall.site;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Kind;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.page.JteaskGenerated;
import org.guildhall.site.page.JtequestionGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.QuestionPage;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.ThreadReading.PostRow;
import org.jspecify.annotations.Nullable;

/** Asking, reading a question with its answers, answering. */
final class QuestionPages {

    private final Visits visits;
    private final Cards cards;
    private final ThreadPage threads;
    private final Posting posting;
    private final PageCache cache;

    QuestionPages(Visits visits, Cards cards, ThreadPage threads, Posting posting, PageCache cache) {
        this.visits = visits;
        this.cards = cards;
        this.threads = threads;
        this.posting = posting;
        this.cache = cache;
    }

    /** A reader who is not signed in gets the page that all such readers get, and it is kept for the next. */
    Reply question(Visit visit) throws SQLException {
        ObjectKey thread = visit.key();
        if (visit.signed() != null || visit.showsNotice()) {
            return page(visit, 200, thread, visit.signed() == null ? null : Form.empty());
        }
        PageCache.Ticket ticket = cache.ticket(thread);
        Reply page = page(visit, 200, thread, null);
        return cache.keep(ticket, visit.texts().language(), visit.theme(), page);
    }

    private Reply page(Visit visit, int status, ObjectKey thread, @Nullable Form answerForm) throws SQLException {
        QuestionPage page = threads.of(visit, thread, answerForm);
        Shell shell = visit.shell(page.title(), Section.QUESTIONS, page.mirror() == null);
        return Reply.page(status, out -> JtequestionGenerated.render(out, null, shell, page));
    }

    Reply answer(Visit visit) throws Exception {
        ObjectKey thread = visit.key();
        PostRow question = posting.post(visit, thread);
        if (question.kind() != Kind.QUESTION) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        FormCheck check = new FormCheck(visit);
        String text = check.text(Limits.POST_TEXT);
        String language = check.language();
        if (visit.wantsPreview()) {
            return page(
                    visit,
                    200,
                    thread,
                    check.form().withPreview(cards.markdown().html(text, "preview")));
        }
        if (!check.failed()) {
            try {
                ObjectKey answer = posting.answer(visit.member().member(), question, text, language);
                Notice notice = threads.isHome(question) ? Notice.POSTED : Notice.PENDING;
                return visits.done(SiteAddress.post(thread, answer), notice);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                check.say(e);
            }
        }
        return check.refused(status -> page(visit, status, thread, check.form()));
    }

    Reply askForm(Visit visit) throws SQLException {
        String title = visit.query("title");
        return askPage(
                visit,
                200,
                Form.of(Map.of(
                        "title",
                        title,
                        "topics",
                        visit.query("topics"),
                        "language",
                        visit.texts().language().code())));
    }

    Reply ask(Visit visit) throws Exception {
        FormCheck check = new FormCheck(visit);
        String title = check.title();
        String text = check.text(Limits.POST_TEXT);
        List<String> tags = check.topics();
        String language = check.language();
        if (visit.wantsPreview()) {
            return askPage(visit, 200, check.form().withPreview(cards.markdown().html(text, "preview")));
        }
        if (!check.failed()) {
            try {
                ObjectKey question = posting.ask(visit.member().member(), title, text, tags, language);
                return visits.done(SiteAddress.question(question), Notice.POSTED);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                check.say(e);
            }
        }
        return check.refused(status -> askPage(visit, status, check.form()));
    }

    private static Reply askPage(Visit visit, int status, Form form) throws SQLException {
        Shell shell = visit.shell(visit.t("ask.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JteaskGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        "/ask",
                        false,
                        ContentLanguages.choices(visit.texts().language(), form.value("language"))));
    }
}
