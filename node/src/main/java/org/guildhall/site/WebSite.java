package org.guildhall.site;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.guildhall.admission.Admission;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.admission.Privileges;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.Audience;
import org.guildhall.search.SearchIndex;
import org.guildhall.site.account.AttemptLimit;
import org.guildhall.site.account.FormTokens;
import org.guildhall.site.web.Cookies;
import org.guildhall.site.web.SecurityHeaders;
import org.guildhall.site.web.StaticFiles;
import org.guildhall.store.Database;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.Settings;
import org.guildhall.store.Writer;

/** The web site of a node: wires its pages by hand and mounts them. */
public final class WebSite implements AutoCloseable {
    private final PageServer server;
    private final PageCache cache;
    private final SiteRoutes routes;
    private final SiteRoutes.Handlers handlers;

    /**
     * Makes the site.
     *
     * @param address public base address without a trailing slash; https there makes cookies Secure
     * @param addressOf the address that stands for whoever sent a request, where a proxy is trusted the one it names
     * @param audience of this node's log: when it is not for everybody, its pages are for those who signed in
     * @param credentials what members take along
     * @param evidence what the record page shows for checking
     * @param postsPerHour how many questions, answers, comments and edits one member may send, at once or in an hour
     * @param tally when members' votes are told to peers; members must know when it is early
     */
    public WebSite(
            Vertx vertx,
            Database database,
            Writer writer,
            Admission admission,
            SearchIndex index,
            Audience audience,
            CredentialDesk credentials,
            Evidence evidence,
            URI address,
            Function<HttpServerRequest, String> addressOf,
            int postsPerHour,
            TallyTerms tally,
            Clock clock,
            SecureRandom random)
            throws SQLException {
        boolean https = "https".equals(address.getScheme());
        SecurityHeaders security = new SecurityHeaders(https, audience == Audience.PUBLIC);
        StaticFiles files = new StaticFiles();
        Cookies cookies = new Cookies(writer.selfId(), https);
        Privileges privileges = new Privileges(writer.selfId(), clock);
        Site site = new Site(database, writer, clock, address.toString(), files.addresses(), audience, privileges);
        Sessions sessions = new Sessions(site, cookies, random);
        Visits visits = new Visits(site, sessions, cookies, new FormTokens(formSecret(site, writer, random)), random);
        Supplier<UUID> ids = () -> randomUuid(random);
        Posting posting = new Posting(site, admission, new AttemptLimit(postsPerHour, Duration.ofHours(1), clock), ids);
        Passwords passwords = new Passwords(random);
        Cards cards = new Cards(site);
        AnswerOrder order = new AnswerOrder(site);
        Experts experts = new Experts(site, cards);
        CredentialCheck check = new CredentialCheck(clock);
        cache = new PageCache(cookies, security);
        writer.onCommit(cache::forget);
        server = new PageServer(vertx, security, visits, addressOf);
        routes = new SiteRoutes(server, security, files, audience);
        handlers = new SiteRoutes.Handlers(
                new FrontPages(site, visits, cards, experts),
                new QuestionPages(visits, cards, new ThreadPage(site, cards, order, experts), posting, cache),
                new PostPages(site, visits, cards, posting),
                new RecordPages(site, posting, evidence),
                new VotesPages(site, posting, order, tally),
                new MemberPages(site, cards),
                new MovedPages(site, visits, posting, check),
                new CredentialPages(site, credentials, clock),
                check,
                new StandingPages(site, cards),
                new PrivilegePages(site),
                new SearchPages(site, index),
                new AccountPages(site, visits, sessions, posting, passwords, new Members(site, posting, ids), clock),
                new HeldPages(site, visits, cards, posting),
                new ModerationPages(site, visits, posting),
                new ClosingPages(site, visits, posting),
                new SuggestionPages(site, visits, cards, posting),
                new DataPages(site, visits, posting, passwords, new ErasureTable(database, writer.self()), tally),
                new AdminPages(site, visits, random),
                new FederationPage(site, tally),
                new CommonPages(site, visits, cookies));
    }

    /** Adds the site's routes. Its error pages become the router's, for every path that nothing else serves. */
    public void mount(Router router) {
        routes.mount(router, handlers);
    }

    /** Puts the kept pages before everything else: they are answered without looking at a route. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> others) {
        return request -> {
            if (!cache.serve(request)) {
                others.handle(request);
            }
        };
    }

    private static byte[] formSecret(Site site, Writer writer, SecureRandom random) throws SQLException {
        Optional<String> known = site.read(sql -> new Settings(sql).get(Settings.FORM_SECRET));
        if (known.isPresent()) {
            return Base64.getDecoder().decode(known.get());
        }
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return writer.submit(tx -> {
                    new Settings(tx.sql())
                            .set(Settings.FORM_SECRET, Base64.getEncoder().encodeToString(secret));
                    return secret;
                })
                .join();
    }

    private static UUID randomUuid(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    @Override
    public void close() {
        server.close();
    }
}
