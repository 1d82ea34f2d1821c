package org.guildhall.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.credential.Move;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.signing.Verifier;
import org.guildhall.site.page.JtemoveInGenerated;
import org.guildhall.site.page.JtemovedGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.MovedRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.Told;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.MemberReading;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Moved;

/** Who members were elsewhere: handed in with a credential and a statement by their own key, and shown as others' word (OQX-STA-083 to 085). */
final class MovedPages {
    private final Site site;
    private final Visits visits;
    private final Posting posting;
    private final CredentialCheck check;
    private final Verifier verifier = Verifier.best();
    private final CheckedEvidence evidence = new CheckedEvidence(verifier);

    /** @param check whose bound on checks holds here, too */
    MovedPages(Site site, Visits visits, Posting posting, CredentialCheck check) {
        this.site = site;
        this.visits = visits;
        this.posting = posting;
        this.check = check;
    }

    /** What stands on a member's page: one line each, verified when it was handed in. */
    static List<MovedRow> rows(Site site, ObjectKey member) throws SQLException {
        return rows(member, site.read(sql -> new Moved(sql).shown(member)));
    }

    private static List<MovedRow> rows(ObjectKey member, List<Moved.Line> lines) {
        return lines.stream().map(line -> row(member, line)).toList();
    }

    private static MovedRow row(ObjectKey member, Moved.Line line) {
        return new MovedRow(
                line.from().text(),
                line.issuerName(),
                line.words(),
                line.checkedAt(),
                SiteAddress.member(member) + "/moved/" + line.from().text());
    }

    Reply form(Visit visit) throws Exception {
        return page(visit, 200, Form.empty());
    }

    private Reply page(Visit visit, int status, Form form) throws Exception {
        ObjectKey member = visit.member().member();
        List<MovedRow> rows = rows(member, site.read(sql -> new Moved(sql).lines(member)));
        String here = site.writer().selfId().did() + "/" + posting.uuid(member);
        Shell shell = visit.shell(visit.t("moved.title"), Section.NONE, false);
        return Reply.page(status, out -> JtemoveInGenerated.render(out, null, shell, form, here, rows));
    }

    /** Nothing is kept unless all of it holds, with the bytes that were handed in alone. */
    Reply handIn(Visit visit) throws Exception {
        FormCheck form = new FormCheck(visit);
        if (!check.allows(visit)) {
            form.say("", visit.t("moved.tooMany"));
            return page(visit, 429, form.form()).header("retry-after", "300");
        }
        ObjectKey member = visit.member().member();
        ObjectId here = new ObjectId(site.writer().selfId(), posting.uuid(member));
        byte[] bytes = visit.field("credential").strip().getBytes(UTF_8);
        byte[] statement = visit.field("statement").strip().getBytes(UTF_8);
        try {
            Credential credential = Credential.read(bytes, verifier);
            Move.read(statement, verifier).requireFor(credential, here, site.now());
            Moved.Kept kept = new Moved.Kept(
                    credential.established().claim().member().object().key(),
                    credential.established().issuer().node().did(),
                    credential.established().issuer().newest().name(),
                    credential.description(),
                    bytes,
                    statement,
                    site.now());
            if (!site.write(tx -> new Moved(tx.sql()).keep(member, kept))) {
                form.say("", visit.t("moved.many", Moved.MOST));
            }
        } catch (CredentialFault e) {
            form.say("", visit.t("moved.refused", e.code()));
        }
        return form.failed() ? page(visit, 422, form.form()) : visits.done("/account/moved", Notice.SAVED);
    }

    Reply withdraw(Visit visit) throws Exception {
        ObjectKey member = visit.member().member();
        ObjectKey from = Visit.key(visit.field("key"));
        site.write(tx -> {
            new Moved(tx.sql()).withdraw(member, from);
            return true;
        });
        return visits.done("/account/moved", Notice.SAVED);
    }

    /** The words of other nodes are checked for who signed them, not for what they say: a moderator takes them off a page. */
    Reply takeDown(Visit visit) throws Exception {
        ObjectKey member = visit.key();
        ObjectKey from = Visit.key(visit.parameter("from"));
        ModerationLog.By by = ModerationLog.By.of(visit.member().role());
        boolean gone = site.write(tx -> {
            if (!new Moved(tx.sql()).withdraw(member, from)) {
                return false;
            }
            ModerationLog.note(tx, by, ModerationLog.Action.TAKEN_OFF, "", "", member);
            return true;
        });
        if (!gone) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return visits.done(SiteAddress.member(member), Notice.SAVED);
    }

    /** What the bytes prove. */
    Reply show(Visit visit) throws Exception {
        Moved.Kept kept = kept(visit);
        ObjectKey member = visit.key();
        Told told = CredentialWords.told(evidence.of(kept.credential()), visit.texts());
        String name = site.read(sql -> new MemberReading(sql).profile(member))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND))
                .author()
                .name();
        MovedRow row = row(member, kept.line());
        Shell shell = visit.shell(visit.t("moved.of", name), Section.NONE, false);
        return Reply.page(out -> JtemovedGenerated.render(
                out, null, shell, name, SiteAddress.member(member), row, told, visit.moderates()));
    }

    /** As it was handed in, byte for byte: another spelling would not be believed (OQX-CRE-004). */
    Reply credential(Visit visit) throws Exception {
        return Reply.bytes(200, Credential.MEDIA_TYPE, kept(visit).credential())
                .header("content-disposition", "attachment; filename=\"credential.json\"");
    }

    private Moved.Kept kept(Visit visit) throws SQLException {
        ObjectKey member = visit.key();
        ObjectKey from = Visit.key(visit.parameter("from"));
        return site.read(sql -> new Moved(sql).shown(member, from))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
    }
}
