package org.guildhall.site;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.Standings;
import org.guildhall.record.Attestation;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.site.page.JtememberGenerated;
import org.guildhall.site.page.JtenotificationsGenerated;
import org.guildhall.site.view.MemberPage;
import org.guildhall.site.view.MemberPost;
import org.guildhall.site.view.Notification;
import org.guildhall.site.view.Pager;
import org.guildhall.site.view.Points;
import org.guildhall.site.view.RoleWord;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.AttestationReading;
import org.guildhall.store.AttestationReading.Said;
import org.guildhall.store.MemberReading;
import org.guildhall.store.MemberReading.Figures;
import org.guildhall.store.MemberReading.Profile;
import org.guildhall.store.MemberReading.Written;
import org.guildhall.store.Notifications;
import org.guildhall.store.Notifications.News;

/** Members of this and other nodes, and what the one who reads is to be told. */
final class MemberPages {
    private static final int PER_PAGE = 30;
    private static final int NEWS = 50;
    private static final int TOPICS = 5;
    private static final int ROLES = 20;
    private static final Instant THE_END = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Site site;
    private final Cards cards;

    MemberPages(Site site, Cards cards) {
        this.site = site;
        this.cards = cards;
    }

    Reply member(Visit visit) throws SQLException {
        ObjectKey key = visit.key();
        Profile profile = site.read(sql -> new MemberReading(sql).profile(key))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        String before = visit.query("before");
        Instant until = before.matches("[0-9]{1,15}") ? Instant.ofEpochMilli(Long.parseLong(before)) : THE_END;
        Figures figures = site.read(sql -> new MemberReading(sql).figures(key));
        List<Written> written = site.read(sql -> new MemberReading(sql).written(key, until, PER_PAGE + 1));
        List<Written> shown = written.size() > PER_PAGE ? written.subList(0, PER_PAGE) : written;
        Map<String, Standing> standings =
                site.read(sql -> new Standings(sql, site.writer().selfId(), site.now()).byTopic(key));
        String path = SiteAddress.member(key);
        MemberPage page = new MemberPage(
                cards.person(profile.author(), visit.texts()),
                profile.handle(),
                profile.since(),
                SiteAddress.record(key, profile.revision()),
                figures.questions(),
                figures.answers(),
                figures.accepted(),
                figures.up(),
                figures.down(),
                points(key, standings),
                standings.getOrDefault(Fact.ALL_TOPICS, Standing.NONE).home(),
                roles(visit, key),
                MovedPages.rows(site, key),
                new Badges(site).of(key, profile.author().node(), standings, visit.texts()),
                shown.stream().map(MemberPages::post).toList(),
                new Pager(
                        until.equals(THE_END) ? null : path,
                        written.size() > PER_PAGE
                                ? path + "?before="
                                        + shown.get(PER_PAGE - 1).createdAt().toEpochMilli()
                                : null));
        // A member of another node is shown to search engines by that node.
        Shell shell = visit.shell(
                profile.author().name(), Section.NONE, profile.author().node() == site.self());
        return Reply.page(out -> JtememberGenerated.render(out, null, shell, page));
    }

    /** All topics together, and those in which others gave most. */
    private static List<Points> points(ObjectKey member, Map<String, Standing> standings) {
        return standings.entrySet().stream()
                .filter(one -> one.getKey().isEmpty() || one.getValue().peers() > 0)
                .limit(1 + TOPICS)
                .map(one ->
                        new Points(one.getValue().peers(), one.getKey(), SiteAddress.standing(member, one.getKey())))
                .toList();
    }

    /** What is over is not shown, nor what a node says that is blocked here (OQX-STA-063). */
    private List<RoleWord> roles(Visit visit, ObjectKey member) throws SQLException {
        List<RoleWord> roles = new ArrayList<>();
        for (Said said : site.read(sql -> new AttestationReading(sql).roles(member, site.self(), site.now(), ROLES))) {
            if (said.attestation().claim() instanceof Attestation.Role role) {
                roles.add(new RoleWord(
                        AttestationWords.role(visit.texts(), role),
                        said.issuerName().isEmpty() ? said.issuer().fingerprint() : said.issuerName(),
                        role.validUntil().orElse(null),
                        SiteAddress.record(said.key(), said.record().head().revision())));
            }
        }
        return roles;
    }

    private static MemberPost post(Written written) {
        return new MemberPost(
                SiteAddress.post(written.thread(), written.key()),
                written.title(),
                written.language(),
                written.answer(),
                written.score(),
                written.accepted(),
                written.createdAt());
    }

    Reply notifications(Visit visit) throws Exception {
        ObjectKey member = visit.member().member();
        Instant now = site.now();
        List<Notification> notifications = new ArrayList<>();
        for (News news : site.read(sql -> new Notifications(sql).newest(member, NEWS))) {
            notifications.add(new Notification(
                    sentence(visit, news), news.title(), news.language(), path(news), news.at(), !news.seen()));
        }
        Shell shell = visit.shell(visit.t("notifications.title"), Section.NONE, false);
        if (visit.member().unread() > 0) {
            site.write(tx -> {
                new Notifications(tx.sql()).seen(member, now);
                return true;
            });
        }
        return Reply.page(out -> JtenotificationsGenerated.render(out, null, shell, notifications));
    }

    /** Where the news is to be read. */
    private static String path(News news) {
        return switch (news.kind()) {
            case "suggested", "unapplied" -> SiteAddress.suggestions(news.object());
            case "edited", "applied" -> SiteAddress.history(news.object());
            default -> SiteAddress.post(news.thread(), news.object());
        };
    }

    private String sentence(Visit visit, News news) throws SQLException {
        String actor = news.actor().isEmpty() ? visit.t("author.unknown") : news.actor();
        return switch (news.kind()) {
            case "answer" ->
                visit.t(
                        "notifications.answer",
                        actor,
                        site.name(news.actorNode()).name());
            case "comment" ->
                visit.t(
                        "notifications.comment",
                        actor,
                        site.name(news.actorNode()).name());
            case "accepted" -> visit.t("notifications.accepted");
            case "taken" -> visit.t("notifications.taken");
            case "declined" -> visit.t("notifications.declined");
            case "closed" -> visit.t("notifications.closed");
            case "reopened" -> visit.t("notifications.reopened");
            case "suggested" -> visit.t("notifications.suggested");
            case "edited" -> visit.t("notifications.edited");
            case "applied" -> visit.t("notifications.applied");
            case "unapplied" -> visit.t("notifications.unapplied");
            default -> visit.t("notifications.changed");
        };
    }
}
