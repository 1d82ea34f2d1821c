package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.TakingBack;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.page.JtedataGenerated;
import org.guildhall.site.page.JteeraseAccountGenerated;
import org.guildhall.site.page.JteeraseGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.ErasureRow;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Answer;
import org.guildhall.store.ErasureTable.Pending;
import org.guildhall.store.MemberArchive;
import org.guildhall.store.Role;
import org.guildhall.store.Sql;
import org.guildhall.store.ThreadReading.PostRow;

/** What a member can do with what this node knows of them: take it along, and take it back. */
final class DataPages {
    private static final int SHOWN = 50;

    private final Site site;
    private final Visits visits;
    private final Posting posting;
    private final Passwords passwords;
    private final ErasureTable erasures;
    private final TallyTerms tally;

    DataPages(Site site, Visits visits, Posting posting, Passwords passwords, ErasureTable erasures, TallyTerms tally) {
        this.site = site;
        this.visits = visits;
        this.posting = posting;
        this.passwords = passwords;
        this.erasures = erasures;
        this.tally = tally;
    }

    /** The member's own post, and nobody else's (A13). */
    private PostRow own(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        if (!ThreadPage.isAuthor(visit, post)) {
            throw new RequestFault(Reason.FORBIDDEN);
        }
        return post;
    }

    Reply eraseForm(Visit visit) throws Exception {
        return erasePage(visit, 200, own(visit), Form.empty());
    }

    Reply erase(Visit visit) throws Exception {
        PostRow post = own(visit);
        if (!visit.field("erase").equals("yes")) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        try {
            posting.publish(desk -> TakingBack.erasePost(desk, post.key()));
        } catch (Refusal e) {
            FormCheck check = new FormCheck(visit);
            check.say("", visit.t("erase.refused"));
            return erasePage(visit, 422, post, check.form());
        }
        return visits.done(SiteAddress.post(post.thread(), post.key()), Notice.ERASED);
    }

    private static Reply erasePage(Visit visit, int status, PostRow post, Form form) throws SQLException {
        Shell shell = visit.shell(visit.t("erase.title"), Section.NONE, false);
        return Reply.page(
                status,
                out -> JteeraseGenerated.render(
                        out,
                        null,
                        shell,
                        form,
                        "/p/" + post.key().text() + "/erase",
                        SiteAddress.post(post.thread(), post.key())));
    }

    Reply data(Visit visit) throws Exception {
        List<Pending> mine = erasures.ofMember(visit.member().member(), SHOWN);
        Map<ObjectKey, List<Answer>> answers =
                erasures.answers(mine.stream().map(one -> one.erase().key()).toList()).stream()
                        .collect(Collectors.groupingBy(Answer::erase));
        List<ErasureRow> rows = new ArrayList<>();
        for (Pending one : mine) {
            rows.add(row(visit.texts(), one, answers.getOrDefault(one.erase().key(), List.of())));
        }
        Shell shell = visit.shell(visit.t("data.title"), Section.NONE, false);
        return Reply.page(out -> JtedataGenerated.render(
                out, null, shell, rows, VoteWords.early(visit.texts(), tally).orElse(null)));
    }

    private static ErasureRow row(Texts texts, Pending erasure, List<Answer> answers) {
        long answered =
                answers.stream().filter(one -> one.answeredAt().isPresent()).count();
        String progress =
                answers.isEmpty() ? texts.t("data.alone") : texts.t("data.progress", answered, answers.size());
        String kind = switch (Kind.ofCode(erasure.kind()).orElse(Kind.LINK)) {
            case QUESTION -> texts.t("kind.question");
            case ANSWER -> texts.t("kind.answer");
            case COMMENT -> texts.t("kind.comment");
            default -> texts.t("kind.record");
        };
        return new ErasureRow(
                kind,
                erasure.at(),
                progress,
                answers.stream()
                        .map(one -> new ErasureRow.Answer(
                                one.name().isEmpty() ? one.node() : one.name(),
                                one.answeredAt().orElse(null)))
                        .toList());
    }

    Reply export(Visit visit) throws Exception {
        ObjectKey member = visit.member().member();
        byte[] archive = site.read(sql -> new MemberArchive(sql, member).bytes())
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        return Reply.bytes(200, "application/zip", archive)
                .header("cache-control", "no-store")
                .header(
                        "content-disposition",
                        "attachment; filename=\"guildhall-" + visit.member().handle() + ".zip\"");
    }

    Reply eraseAccountForm(Visit visit) throws Exception {
        return eraseAccountPage(visit, 200, Form.empty());
    }

    Reply eraseAccount(Visit visit) throws Exception {
        ObjectKey member = visit.member().member();
        FormCheck check = new FormCheck(visit);
        Optional<Account> account = site.read(sql -> new Accounts(sql).byMember(member));
        if (!passwords.matches(visit.field("current"), account.flatMap(Account::password))) {
            check.say("current", visit.t("account.current.wrong"));
        } else if (isLastAdministrator(account)) {
            check.say("", visit.t("eraseAccount.last"));
        }
        if (check.failed()) {
            return eraseAccountPage(visit, 422, check.form());
        }
        boolean posts = visit.field("posts").equals("yes");
        posting.publish(desk -> TakingBack.eraseMember(desk, member, posts));
        return visits.done("/", Notice.ACCOUNT_ERASED);
    }

    private boolean isLastAdministrator(Optional<Account> account) throws SQLException {
        return account.filter(one -> one.role() == Role.ADMINISTRATOR).isPresent()
                && site.read(sql -> sql.first(
                                        "select count(*) from account where role = 'administrator' and not disabled",
                                        row -> row.getLong(1))
                                .orElse(0L))
                        <= 1;
    }

    private Reply eraseAccountPage(Visit visit, int status, Form form) throws SQLException {
        long posts = site.read(sql -> count(sql, visit.member().member()));
        Shell shell = visit.formShell(visit.t("eraseAccount.title"));
        return Reply.page(status, out -> JteeraseAccountGenerated.render(out, null, shell, form, posts));
    }

    private static long count(Sql sql, ObjectKey member) throws SQLException {
        return sql.first("select count(*) from post where author = ? and erased = 0", row -> row.getLong(1), member)
                .orElse(0L);
    }
}
