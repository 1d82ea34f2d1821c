package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.Lacking;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Kind;
import org.guildhall.record.Limits;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Question;
import org.guildhall.record.RecordReader;
import org.guildhall.site.page.JteaskGenerated;
import org.guildhall.site.page.JtehideGenerated;
import org.guildhall.site.page.JtewriteGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Hiding;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.RecordReading;
import org.guildhall.store.ThreadReading.PostRow;

/** What can be done with a post: comment, edit, vote, accept, hide; and the preview while writing. */
final class PostPages {
    private static final int LONGEST_REASON = 200;

    private final Site site;
    private final Visits visits;
    private final Cards cards;
    private final Posting posting;

    PostPages(Site site, Visits visits, Cards cards, Posting posting) {
        this.site = site;
        this.visits = visits;
        this.cards = cards;
        this.posting = posting;
    }

    /** The preview as a piece of HTML, for the script. */
    Reply preview(Visit visit) {
        FormCheck check = new FormCheck(visit);
        String text = check.optionalText("text", Limits.POST_TEXT);
        if (check.failed()) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        return Reply.text(Reply.HTML, cards.markdown().html(text, "preview"));
    }

    Reply vote(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        Ballot.Direction direction = switch (visit.field("vote")) {
            case "up" -> Ballot.Direction.UP;
            case "down" -> Ballot.Direction.DOWN;
            case "none" -> Ballot.Direction.NONE;
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
        if (ThreadPage.isAuthor(visit, post) || post.kind() == Kind.COMMENT) {
            throw new RequestFault(Reason.FORBIDDEN);
        }
        posting.vote(visit.member().member(), post, direction);
        return Reply.seeOther(SiteAddress.post(post.thread(), post.key()));
    }

    Reply accept(Visit visit) throws Exception {
        PostRow answer = posting.post(visit, visit.key());
        PostRow question = posting.post(visit, answer.thread());
        boolean asker = ThreadPage.isAuthor(visit, question) && question.home() == site.self();
        if (!asker || answer.kind() != Kind.ANSWER) {
            throw new RequestFault(Reason.FORBIDDEN);
        }
        Optional<PostRow> accepted = switch (visit.field("accept")) {
            case "yes" -> Optional.of(answer);
            case "no" -> Optional.empty();
            default -> throw new RequestFault(Reason.BAD_REQUEST);
        };
        try {
            posting.accept(visit.member().member(), question, accepted);
        } catch (Posting.TooFast e) {
            throw new RequestFault(Reason.TOO_MANY);
        }
        return Reply.seeOther(SiteAddress.post(answer.thread(), answer.key()));
    }

    Reply commentForm(Visit visit) throws Exception {
        PostRow about = about(visit);
        ObjectKey member = visit.member().member();
        Optional<Lacking> lacking = site.read(sql -> site.privileges().lackingForComment(sql, member, about.key()));
        if (lacking.isPresent()) {
            throw lacking.get();
        }
        return commentPage(
                visit,
                200,
                about,
                Form.of(Map.of("language", visit.texts().language().code())));
    }

    Reply comment(Visit visit) throws Exception {
        PostRow about = about(visit);
        PostRow question = posting.post(visit, about.thread());
        FormCheck check = new FormCheck(visit);
        String text = check.text(Limits.COMMENT_TEXT);
        String language = check.language();
        if (visit.wantsPreview()) {
            return commentPage(
                    visit, 200, about, check.form().withPreview(cards.markdown().html(text, "preview")));
        }
        if (!check.failed()) {
            try {
                ObjectKey comment = posting.comment(visit.member().member(), about, question, text, language);
                return visits.done(
                        SiteAddress.post(about.thread(), comment),
                        question.home() == site.self() ? Notice.POSTED : Notice.PENDING);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                check.say(e);
            }
        }
        return check.refused(status -> commentPage(visit, status, about, check.form()));
    }

    /** What a comment is to be about: a question or an answer. */
    private PostRow about(Visit visit) throws Exception {
        PostRow about = posting.post(visit, visit.key());
        if (about.kind() == Kind.COMMENT) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        if (!site.takesPart(about.home())) {
            throw new RequestFault(Reason.FORBIDDEN);
        }
        return about;
    }

    private Reply commentPage(Visit visit, int status, PostRow about, Form form) throws Exception {
        return write(
                visit,
                status,
                visit.t("comment.title"),
                about,
                "/p/" + about.key().text() + "/comment",
                5,
                Limits.COMMENT_TEXT,
                form);
    }

    private Reply write(
            Visit visit, int status, String heading, PostRow about, String action, int rows, int longest, Form form)
            throws Exception {
        String title = posting.post(visit, about.thread()).title();
        Shell shell = visit.shell(heading, Section.NONE, false);
        return Reply.page(
                status,
                out -> JtewriteGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        heading,
                        title,
                        SiteAddress.post(about.thread(), about.key()),
                        action,
                        rows,
                        longest,
                        ContentLanguages.choices(visit.texts().language(), form.value("language"))));
    }

    /** The member's own post; anything else is none of theirs to edit (A13). */
    private PostRow own(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        if (!ThreadPage.isAuthor(visit, post) || post.hidden().isPresent()) {
            throw new RequestFault(Reason.FORBIDDEN);
        }
        return post;
    }

    Reply editForm(Visit visit) throws Exception {
        PostRow post = own(visit);
        return editPage(
                visit,
                200,
                post,
                Form.of(Map.of(
                        "title", post.title(),
                        "text", post.body(),
                        "topics", String.join(" ", post.tags()),
                        "language", post.language(),
                        "revision", String.valueOf(post.latest() + 1))));
    }

    Reply edit(Visit visit) throws Exception {
        PostRow post = own(visit);
        FormCheck check = new FormCheck(visit);
        Body body = edited(post, check);
        if (visit.wantsPreview()) {
            return editPage(
                    visit, 200, post, check.form().withPreview(cards.markdown().html(visit.field("text"), "preview")));
        }
        String revision = visit.field("revision");
        if (!revision.matches("[1-9][0-9]{0,8}")) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        if (!check.failed()) {
            try {
                posting.edit(visit.member().member(), post, Integer.parseInt(revision), body);
                return visits.done(SiteAddress.post(post.thread(), post.key()), Notice.SAVED);
            } catch (Posting.TooFast e) {
                check.tooFast(e.untilNext());
            } catch (Refusal e) {
                if (e.code().equals("stale-revision")) {
                    check.say("", visit.t("form.stale"));
                } else {
                    check.say(e);
                }
            }
        }
        return check.refused(status -> editPage(visit, status, post, check.form()));
    }

    /** The record as it is now, with what the form says in place of what it said: source and licence stay. */
    private Body edited(PostRow post, FormCheck check) throws Exception {
        Optional<byte[]> bytes = site.read(sql -> new RecordReading(sql).bytes(post.digest()));
        Body now = RecordReader.read(bytes.orElseThrow(() -> new RequestFault(Reason.NOT_FOUND)))
                .body();
        int longest = post.kind() == Kind.COMMENT ? Limits.COMMENT_TEXT : Limits.POST_TEXT;
        String text = check.text(longest);
        String language = check.language();
        if (now instanceof Question question) {
            String title = check.title();
            List<String> tags = new ArrayList<>(check.topics());
            return new Question(question.author(), title, text, tags, language, question.licence(), question.origin());
        }
        if (now instanceof Answer answer) {
            return new Answer(answer.author(), answer.thread(), text, language, answer.licence(), answer.origin());
        }
        if (now instanceof Comment comment) {
            return new Comment(
                    comment.author(),
                    comment.thread(),
                    comment.parent(),
                    text,
                    Optional.of(language),
                    comment.license(),
                    comment.origin());
        }
        throw new RequestFault(Reason.NOT_FOUND);
    }

    private Reply editPage(Visit visit, int status, PostRow post, Form form) throws Exception {
        String action = "/p/" + post.key().text() + "/edit";
        if (post.kind() != Kind.QUESTION) {
            boolean comment = post.kind() == Kind.COMMENT;
            return write(
                    visit,
                    status,
                    visit.t(comment ? "comment.editTitle" : "answer.editTitle"),
                    post,
                    action,
                    comment ? 5 : 14,
                    comment ? Limits.COMMENT_TEXT : Limits.POST_TEXT,
                    form);
        }
        Shell shell = visit.shell(visit.t("ask.editTitle"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JteaskGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        action,
                        true,
                        ContentLanguages.choices(visit.texts().language(), form.value("language"))));
    }

    Reply hideForm(Visit visit) throws Exception {
        return hidePage(visit, 200, posting.post(visit, visit.key()), Form.empty());
    }

    Reply hide(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        String back = SiteAddress.post(post.thread(), post.key());
        ModerationLog.By by = ModerationLog.By.of(visit.member().role());
        if (visit.field("action").equals("show")) {
            site.write(tx -> {
                new Hiding(tx).show(post.key(), post.thread(), by);
                return true;
            });
            return visits.done(back, Notice.SHOWN);
        }
        FormCheck check = new FormCheck(visit);
        String reason = check.line("reason");
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            check.say("reason", visit.t("hide.reason.missing"));
            return hidePage(visit, 422, post, check.form());
        }
        ObjectKey moderator = visit.member().member();
        site.write(tx -> {
            new Hiding(tx).hide(post.key(), post.thread(), reason, moderator, by);
            return true;
        });
        site.decided();
        return visits.done(back, Notice.HIDDEN);
    }

    private static Reply hidePage(Visit visit, int status, PostRow post, Form form) throws SQLException {
        boolean hidden = post.hidden().isPresent();
        Shell shell = visit.shell(visit.t(hidden ? "hide.undoTitle" : "hide.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JtehideGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        "/p/" + post.key().text() + "/hide",
                        SiteAddress.post(post.thread(), post.key()),
                        hidden));
    }
}
