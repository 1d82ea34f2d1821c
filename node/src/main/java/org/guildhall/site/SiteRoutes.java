package org.guildhall.site;

import static org.guildhall.site.Access.ADMINISTRATOR;
import static org.guildhall.site.Access.ANYBODY;
import static org.guildhall.site.Access.CLOSE;
import static org.guildhall.site.Access.MEMBER;
import static org.guildhall.site.Access.MODERATOR;
import static org.guildhall.site.Access.QUEUE;
import static org.guildhall.site.Access.SUGGEST;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.guildhall.record.Audience;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.site.web.SecurityHeaders;
import org.guildhall.site.web.StaticFiles;

/** The route table of the site: every page, who may come to it, and where it is made. */
final class SiteRoutes {

    /** All that makes pages. */
    record Handlers(
            FrontPages front,
            QuestionPages questions,
            PostPages posts,
            RecordPages records,
            VotesPages votes,
            MemberPages members,
            MovedPages moved,
            CredentialPages credentials,
            CredentialCheck check,
            StandingPages standings,
            PrivilegePages privileges,
            SearchPages search,
            AccountPages accounts,
            HeldPages held,
            ModerationPages moderation,
            ClosingPages closing,
            SuggestionPages suggestions,
            DataPages data,
            AdminPages admin,
            FederationPage federation,
            CommonPages common) {}

    private final PageServer server;
    private final SecurityHeaders security;
    private final StaticFiles files;
    /** Who reads what is written here. */
    private final Access readers;

    SiteRoutes(PageServer server, SecurityHeaders security, StaticFiles files, Audience audience) {
        this.server = server;
        this.security = security;
        this.files = files;
        this.readers = audience == Audience.PUBLIC ? ANYBODY : MEMBER;
    }

    void mount(Router router, Handlers to) {
        router.get("/assets/*").handler(this::file);

        get(router, "/", readers, to.front()::front);
        get(router, "/topics", readers, to.front()::topics);
        get(router, "/topics/:tag", readers, to.front()::topic);
        get(router, "/topics/:tag/edit", MODERATOR, to.front()::editTopic);
        post(router, "/topics/:tag/edit", MODERATOR, to.front()::saveTopic);
        get(router, "/my/questions", MEMBER, to.front()::myQuestions);
        get(router, "/search", readers, to.search()::search);

        get(router, "/ask", MEMBER, to.questions()::askForm);
        post(router, "/ask", MEMBER, to.questions()::ask);
        get(router, "/q/:key", readers, to.questions()::question);
        post(router, "/q/:key/answer", MEMBER, to.questions()::answer);

        post(router, "/preview", MEMBER, to.posts()::preview);
        get(router, "/p/:key/comment", MEMBER, to.posts()::commentForm);
        post(router, "/p/:key/comment", MEMBER, to.posts()::comment);
        get(router, "/p/:key/edit", MEMBER, to.posts()::editForm);
        post(router, "/p/:key/edit", MEMBER, to.posts()::edit);
        post(router, "/p/:key/vote", MEMBER, to.posts()::vote);
        post(router, "/p/:key/accept", MEMBER, to.posts()::accept);
        get(router, "/p/:key/hide", MODERATOR, to.posts()::hideForm);
        post(router, "/p/:key/hide", MODERATOR, to.posts()::hide);
        get(router, "/p/:key/flag", MEMBER, to.moderation()::flagForm);
        post(router, "/p/:key/flag", MEMBER, to.moderation()::flag);
        get(router, "/p/:key/label", MODERATOR, to.moderation()::labelForm);
        post(router, "/p/:key/label", MODERATOR, to.moderation()::label);
        get(router, "/p/:key/erase", MEMBER, to.data()::eraseForm);
        post(router, "/p/:key/erase", MEMBER, to.data()::erase);
        get(router, "/p/:key/close", CLOSE, to.closing()::form);
        post(router, "/p/:key/close", CLOSE, to.closing()::change);
        get(router, "/p/:key/suggest", SUGGEST, to.suggestions()::form);
        post(router, "/p/:key/suggest", SUGGEST, to.suggestions()::suggest);
        get(router, "/p/:key/suggestions", MEMBER, to.suggestions()::list);
        post(router, "/p/:key/suggestions", MEMBER, to.suggestions()::decide);
        get(router, "/p/:key/history", readers, to.records()::history);
        get(router, "/p/:key/votes", readers, to.votes()::show);
        get(router, "/p/:key/record", readers, to.records()::record);
        get(router, "/p/:key/record.json", readers, to.records()::bytes);

        get(router, "/m/:key", readers, to.members()::member);
        get(router, "/m/:key/standing", readers, to.standings()::standing);
        get(router, "/privileges", readers, to.privileges()::privileges);
        get(router, "/notifications", MEMBER, to.members()::notifications);

        get(router, "/sign-in", ANYBODY, to.accounts()::signInForm);
        post(router, "/sign-in", ANYBODY, to.accounts()::signIn);
        post(router, "/sign-out", ANYBODY, to.accounts()::signOut);
        get(router, "/register", ANYBODY, to.accounts()::registerForm);
        post(router, "/register", ANYBODY, to.accounts()::register);
        get(router, "/reset/:token", ANYBODY, to.accounts()::resetForm);
        post(router, "/reset/:token", ANYBODY, to.accounts()::reset);
        get(router, "/account", MEMBER, to.accounts()::account);
        post(router, "/account/profile", MEMBER, to.accounts()::saveProfile);
        post(router, "/account/password", MEMBER, to.accounts()::changePassword);
        get(router, "/account/key", MEMBER, to.accounts()::keyForm);
        post(router, "/account/key", MEMBER, to.accounts()::saveKey);
        get(router, "/account/moved", MEMBER, to.moved()::form);
        post(router, "/account/moved", MEMBER, to.moved()::handIn);
        post(router, "/account/moved/withdraw", MEMBER, to.moved()::withdraw);
        get(router, "/m/:key/moved/:from", readers, to.moved()::show);
        get(router, "/m/:key/moved/:from/credential.json", readers, to.moved()::credential);
        post(router, "/m/:key/moved/:from/withdraw", MODERATOR, to.moved()::takeDown);

        get(router, "/account/credentials", MEMBER, to.credentials()::offers);
        post(router, "/account/credentials/:key", MEMBER, to.credentials()::download);
        get(router, "/account/credentials/:key/print", MEMBER, to.credentials()::print);
        get(router, "/credential/check", ANYBODY, to.check()::form);
        router.route(HttpMethod.POST, "/credential/check").handler(server.withFiles(ANYBODY, to.check()::check));

        get(router, "/account/data", MEMBER, to.data()::data);
        get(router, "/account/data/export.zip", MEMBER, to.data()::export);
        get(router, "/account/data/erase", MEMBER, to.data()::eraseAccountForm);
        post(router, "/account/data/erase", MEMBER, to.data()::eraseAccount);

        get(router, "/held", QUEUE, to.held()::held);
        post(router, "/held", QUEUE, to.held()::decide);
        post(router, "/held/dismiss", QUEUE, to.moderation()::dismiss);
        get(router, "/moderation-log", readers, to.moderation()::log);

        get(router, "/admin/members", ADMINISTRATOR, to.admin()::members);
        post(router, "/admin/registration", ADMINISTRATOR, to.admin()::setRegistration);
        post(router, "/admin/invitations", ADMINISTRATOR, to.admin()::invite);
        post(router, "/admin/invitations/withdraw", ADMINISTRATOR, to.admin()::withdraw);
        post(router, "/admin/reset", ADMINISTRATOR, to.admin()::resetPassword);
        post(router, "/admin/role", ADMINISTRATOR, to.admin()::setRole);
        post(router, "/admin/block", ADMINISTRATOR, to.admin()::block);

        get(router, "/federation", readers, to.federation()::show);
        get(router, "/preferences", ANYBODY, to.common()::preferencesForm);
        post(router, "/preferences", ANYBODY, to.common()::savePreferences);

        router.errorHandler(404, server.fault(Reason.NOT_FOUND));
        router.errorHandler(405, server.fault(Reason.METHOD));
        router.errorHandler(400, server.fault(Reason.BAD_REQUEST));
        router.errorHandler(500, server.fault(Reason.FAULT));
    }

    private void get(Router router, String path, Access access, Page page) {
        router.route(HttpMethod.GET, path).method(HttpMethod.HEAD).handler(server.page(access, page));
    }

    private void post(Router router, String path, Access access, Page page) {
        router.route(HttpMethod.POST, path).handler(server.page(access, page));
    }

    private void file(RoutingContext routing) {
        var file = files.at(routing.request().path());
        if (file.isEmpty()) {
            routing.next();
            return;
        }
        var response = routing.response();
        security.addTo(response.headers());
        response.putHeader("content-type", file.get().contentType());
        response.putHeader("cache-control", "public, max-age=31536000, immutable");
        response.end(file.get().bytes());
    }
}
