package org.guildhall.site;

import java.sql.SQLException;
import org.guildhall.site.page.JteerrorGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault.Reason;

/** A page for each way a request can fail: what happened, and that nothing was changed. */
final class ErrorPages {

    private ErrorPages() {}

    static Reply of(Visit visit, Reason reason) throws SQLException {
        Texts texts = visit.texts();
        String heading = heading(texts, reason);
        Shell shell = visit.shell(heading, Section.NONE, false);
        Reply page = Reply.page(
                reason.status(),
                out -> JteerrorGenerated.render(out, null, shell, reason.status(), heading, text(texts, reason)));
        return reason == Reason.TOO_MANY ? page.header("retry-after", "300") : page;
    }

    /** For when not even the store answers. */
    static Reply bare(Texts texts, Reason reason) {
        return Reply.text("text/plain; charset=utf-8", heading(texts, reason) + "\n" + text(texts, reason) + "\n")
                .withStatus(reason.status());
    }

    private static String heading(Texts texts, Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> texts.t("error.badRequest");
            case FORBIDDEN -> texts.t("error.forbidden");
            case STALE_FORM -> texts.t("error.form");
            case NOT_FOUND -> texts.t("error.notFound");
            case METHOD -> texts.t("error.method");
            case TIMEOUT -> texts.t("error.timeout");
            case TOO_LARGE -> texts.t("error.tooLarge");
            case MEDIA_TYPE -> texts.t("error.mediaType");
            case TOO_MANY -> texts.t("error.tooMany");
            case FAULT -> texts.t("error.server");
            case UNAVAILABLE -> texts.t("error.unavailable");
            case NOT_SIGNING -> texts.t("error.notSigning");
        };
    }

    private static String text(Texts texts, Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> texts.t("error.badRequest.text");
            case FORBIDDEN -> texts.t("error.forbidden.text");
            case STALE_FORM -> texts.t("error.form.text");
            case NOT_FOUND -> texts.t("error.notFound.text");
            case METHOD -> texts.t("error.method.text");
            case TIMEOUT -> texts.t("error.timeout.text");
            case TOO_LARGE -> texts.t("error.tooLarge.text");
            case MEDIA_TYPE -> texts.t("error.mediaType.text");
            case TOO_MANY -> texts.t("error.tooMany.text");
            case FAULT -> texts.t("error.server.text");
            case UNAVAILABLE -> texts.t("error.unavailable.text");
            case NOT_SIGNING -> texts.t("error.notSigning.text");
        };
    }
}
