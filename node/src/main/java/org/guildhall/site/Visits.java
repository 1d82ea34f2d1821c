package org.guildhall.site;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import org.guildhall.admission.Lacking;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.SigningPermit;
import org.guildhall.signing.SecretToken;
import org.guildhall.site.account.FormTokens;
import org.guildhall.site.text.Language;
import org.guildhall.site.view.Theme;
import org.guildhall.site.web.Cookies;
import org.guildhall.site.web.Incoming;
import org.guildhall.site.web.LocalPath;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.SessionRows.Signed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives each request on a worker, in a stated order: who is it, may they, is the form theirs, the page, its faults. */
final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);

    private final Site site;
    private final Sessions sessions;
    private final Cookies cookies;
    private final FormTokens formTokens;
    private final SecureRandom random;

    Visits(Site site, Sessions sessions, Cookies cookies, FormTokens formTokens, SecureRandom random) {
        this.site = site;
        this.sessions = sessions;
        this.cookies = cookies;
        this.formTokens = formTokens;
        this.random = random;
    }

    /** Answers a request, whatever happens. */
    Reply serve(Incoming incoming, Access access, Page page) {
        Language fallback = Language.preferred(incoming.acceptLanguage());
        try {
            Optional<Signed> signed = sessions.of(incoming);
            return serve(incoming, signed.orElse(null), access, page);
        } catch (Exception e) {
            LOG.error("A page failed before its visitor was known: {}", incoming.path(), e);
            return bare(fallback, Reason.FAULT);
        }
    }

    private Reply serve(Incoming incoming, @Nullable Signed signed, Access access, Page page) throws SQLException {
        String formCookie = incoming.cookies().get(cookies.form());
        boolean newVisitor = signed == null && (formCookie == null || formCookie.length() != 43);
        String bound =
                newVisitor || formCookie == null ? SecretToken.generate(random).text() : formCookie;
        Visit visit = new Visit(
                site,
                incoming,
                signed,
                site.texts(language(incoming, signed)),
                Theme.of(incoming.cookies().get(Cookies.THEME)),
                signed == null ? formTokens.of(bound) : signed.csrf(),
                Notice.of(incoming.cookies().get(cookies.notice())).orElse(null));
        Reply reply = guarded(visit, access, page);
        boolean html = Reply.HTML.equals(reply.headers().get("content-type"));
        if (newVisitor && visit.holdsForm()) {
            reply.cookie(cookies.guarded(cookies.form(), bound, 7 * 86_400));
        }
        if (visit.showsNotice() && html) {
            reply.cookie(cookies.forget(cookies.notice()));
        }
        return reply;
    }

    private Reply guarded(Visit visit, Access access, Page page) throws SQLException {
        try {
            if (!access.allows(visit.role())) {
                boolean askToSignIn =
                        visit.signed() == null && !visit.incoming().post();
                return askToSignIn
                        ? Reply.seeOther("/sign-in?to="
                                + SiteAddress.encoded(
                                        LocalPath.of(visit.incoming().path())))
                        : ErrorPages.of(visit, Reason.FORBIDDEN);
            }
            if (visit.incoming().post()) {
                visit.checkForm();
            }
            if (access.privilege().isPresent() && !visit.may(access.privilege().get())) {
                throw visit.allowance().orElseThrow().lacking(access.privilege().get());
            }
            return page.answer(visit);
        } catch (Lacking e) {
            return PrivilegePages.lacking(visit, e);
        } catch (RequestFault e) {
            return ErrorPages.of(visit, e.reason());
        } catch (Refusal e) {
            // A rule of the node that no form told about before: what was asked for is gone or not for this member.
            return ErrorPages.of(
                    visit, e.code().equals(SigningPermit.NOT_SIGNING) ? Reason.NOT_SIGNING : Reason.FORBIDDEN);
        } catch (Exception e) {
            LOG.error("A page failed: {}", visit.incoming().path(), e);
            return ErrorPages.of(visit, Reason.FAULT);
        }
    }

    private static Language language(Incoming incoming, @Nullable Signed signed) {
        String chosen = incoming.cookies().get(Cookies.LANGUAGE);
        Optional<Language> wanted = chosen == null ? Optional.empty() : Language.of(chosen);
        if (wanted.isEmpty() && signed != null) {
            wanted = signed.language().flatMap(Language::of);
        }
        return wanted.orElseGet(() -> Language.preferred(incoming.acceptLanguage()));
    }

    /** An answer that needs neither the store nor a visitor. */
    Reply bare(Language language, Reason reason) {
        return ErrorPages.bare(site.texts(language), reason);
    }

    /** Goes on to a path of ours and says there what has just been done. */
    Reply done(String path, Notice notice) {
        return Reply.seeOther(path).cookie(cookies.guarded(cookies.notice(), notice.code(), 60));
    }
}
