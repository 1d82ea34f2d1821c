package org.guildhall.site;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.SigningPermit;
import org.guildhall.credential.Credential;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.account.AttemptLimit;
import org.guildhall.site.page.JtecredentialPaperGenerated;
import org.guildhall.site.page.JtecredentialsGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.OfferRow;
import org.guildhall.site.view.Proofs;
import org.guildhall.site.view.QrPicture;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;

/** What members take along: the files, and a page of paper that leads to where they are checked. */
final class CredentialPages {
    /** Each is put together, signed and verified anew. */
    private static final int ISSUED_PER_HOUR = 60;

    private final Site site;
    private final CredentialDesk desk;
    private final AttemptLimit pace;

    CredentialPages(Site site, CredentialDesk desk, Clock clock) {
        this.site = site;
        this.desk = desk;
        this.pace = new AttemptLimit(ISSUED_PER_HOUR, Duration.ofHours(1), clock);
    }

    Reply offers(Visit visit) throws SQLException {
        return offers(visit, 200, Form.empty());
    }

    private Reply offers(Visit visit, int status, Form form) throws SQLException {
        List<OfferRow> rows = desk.offers(visit.member().member()).stream()
                .map(offer -> new OfferRow(
                        offer.answer().text(),
                        offer.title(),
                        SiteAddress.post(offer.thread(), offer.answer()),
                        offer.accepted()))
                .toList();
        Shell shell = visit.shell(visit.t("take.title"), Section.NONE, false);
        return Reply.page(status, out -> JtecredentialsGenerated.render(out, null, shell, form, rows));
    }

    /** The file, byte for byte as it is signed (OQX-CRE-004). */
    Reply download(Visit visit) throws Exception {
        ObjectKey answer = visit.key();
        try {
            return Reply.bytes(200, Credential.MEDIA_TYPE, issue(visit, answer).bytes())
                    .header("content-disposition", "attachment; filename=\"credential-" + answer.text() + ".json\"")
                    .header("cache-control", "no-store");
        } catch (Refusal e) {
            return refused(visit, e);
        }
    }

    Reply print(Visit visit) throws Exception {
        try {
            Proofs proofs = CredentialWords.of(issue(visit, visit.key()), Set.of(), visit.texts());
            String check = site.address() + SiteAddress.CHECK;
            QrPicture qr = QrDrawing.of(check);
            Shell shell = visit.shell(visit.t("paper.title", proofs.member()), Section.NONE, false);
            return Reply.page(out -> JtecredentialPaperGenerated.render(out, null, shell, proofs, check, qr));
        } catch (Refusal e) {
            return refused(visit, e);
        }
    }

    private Credential issue(Visit visit, ObjectKey answer) throws Refusal {
        ObjectKey member = visit.member().member();
        if (!pace.tryOnce(member.text())) {
            throw new RequestFault(Reason.TOO_MANY);
        }
        return desk.forAnswer(member, answer);
    }

    /** Another's answer is not told apart from one that is not there. */
    private Reply refused(Visit visit, Refusal refusal) throws SQLException {
        return switch (refusal.code()) {
            case "no-such-answer" -> throw new RequestFault(Reason.NOT_FOUND);
            case SigningPermit.NOT_SIGNING -> throw new RequestFault(Reason.NOT_SIGNING);
            default -> offers(visit, 409, new Form(Map.of(), Map.of("", visit.t("take.notNow", refusal.code())), null));
        };
    }
}
