package org.guildhall.site;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.ObjectKey;
import org.guildhall.signing.SecretToken;
import org.guildhall.site.page.JteadminMembersGenerated;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.InvitationRow;
import org.guildhall.site.view.MemberRow;
import org.guildhall.site.view.Pager;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.MemberReading;
import org.guildhall.store.Role;
import org.guildhall.store.Settings;
import org.guildhall.store.Tickets;
import org.guildhall.store.Tickets.Purpose;
import org.guildhall.store.Tickets.Ticket;

/** Members and registration, for administrators. A one-time link is shown once, on the answer to the form that made it. */
final class AdminPages {
    private static final int PER_PAGE = 50;
    private static final Duration INVITATION = Duration.ofDays(14);
    private static final Duration RESET = Duration.ofDays(2);

    private final Site site;
    private final Visits visits;
    private final SecureRandom random;

    AdminPages(Site site, Visits visits, SecureRandom random) {
        this.site = site;
        this.visits = visits;
        this.random = random;
    }

    Reply members(Visit visit) throws SQLException {
        return page(visit, "");
    }

    private Reply page(Visit visit, String link) throws SQLException {
        Registration chosen = site.read(Registration::read);
        List<Choice> modes = new ArrayList<>();
        for (Registration mode : Registration.values()) {
            modes.add(new Choice(label(visit, mode), mode.code(), mode == chosen));
        }
        List<Choice> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            roles.add(new Choice(label(visit, role), role.label(), false));
        }
        String after = visit.query("after");
        List<Account> accounts = site.read(sql -> new Accounts(sql).page(after, PER_PAGE + 1));
        List<Account> shown = accounts.size() > PER_PAGE ? accounts.subList(0, PER_PAGE) : accounts;
        List<MemberRow> rows = new ArrayList<>();
        for (Account account : shown) {
            rows.add(row(account));
        }
        Pager pager = new Pager(
                after.isEmpty() ? null : "/admin/members",
                accounts.size() > PER_PAGE
                        ? "/admin/members?after=" + shown.get(PER_PAGE - 1).handle()
                        : null);
        List<InvitationRow> invitations = site.read(sql -> new Tickets(sql).openInvitations(site.now())).stream()
                .map(AdminPages::row)
                .toList();
        Shell shell = visit.shell(visit.t("nav.members"), Section.NONE, false);
        return Reply.page(
                out -> JteadminMembersGenerated.render(out, null, shell, modes, roles, rows, invitations, link, pager));
    }

    private MemberRow row(Account account) throws SQLException {
        String name = site.read(sql -> new MemberReading(sql).profile(account.member()))
                .map(profile -> profile.author().name())
                .orElse(account.handle());
        return new MemberRow(
                account.member().text(),
                name,
                account.handle(),
                SiteAddress.member(account.member()),
                account.role().label(),
                account.createdAt(),
                account.disabled());
    }

    private static InvitationRow row(Ticket ticket) {
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(ticket.tokenHash());
        return new InvitationRow(id, ticket.note(), ticket.createdAt(), ticket.expiresAt());
    }

    Reply setRegistration(Visit visit) throws Exception {
        Registration mode = Registration.of(visit.field("mode"));
        if (!mode.code().equals(visit.field("mode"))) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        site.write(tx -> {
            new Settings(tx.sql()).set(Settings.REGISTRATION, mode.code());
            return true;
        });
        return visits.done("/admin/members", Notice.SAVED);
    }

    Reply invite(Visit visit) throws Exception {
        String note = new FormCheck(visit).line("note");
        if (note.length() > 120) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        SecretToken token = SecretToken.generate(random);
        ObjectKey maker = visit.member().member();
        site.write(tx -> {
            new Tickets(tx.sql())
                    .issue(
                            token.hash(),
                            Purpose.INVITATION,
                            Optional.empty(),
                            note,
                            Optional.of(maker),
                            tx.now(),
                            tx.now().plus(INVITATION));
            return true;
        });
        return page(visit, site.address() + "/register?invitation=" + token.text());
    }

    Reply withdraw(Visit visit) throws Exception {
        byte[] hash;
        try {
            hash = Base64.getUrlDecoder().decode(visit.field("id"));
        } catch (IllegalArgumentException e) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        if (!site.write(tx -> new Tickets(tx.sql()).withdraw(hash))) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return visits.done("/admin/members", Notice.SAVED);
    }

    Reply resetPassword(Visit visit) throws Exception {
        Account account = account(visit);
        SecretToken token = SecretToken.generate(random);
        ObjectKey maker = visit.member().member();
        site.write(tx -> {
            Tickets tickets = new Tickets(tx.sql());
            tickets.withdrawResets(account.member());
            tickets.issue(
                    token.hash(),
                    Purpose.RESET,
                    Optional.of(account.member()),
                    "",
                    Optional.of(maker),
                    tx.now(),
                    tx.now().plus(RESET));
            return true;
        });
        return page(visit, site.address() + "/reset/" + token.text());
    }

    Reply setRole(Visit visit) throws Exception {
        Account account = account(visit);
        Role role;
        try {
            role = Role.ofLabel(visit.field("role"));
        } catch (IllegalArgumentException e) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        return unlessLast(accounts -> accounts.setRole(account.member(), role));
    }

    Reply block(Visit visit) throws Exception {
        Account account = account(visit);
        boolean block = visit.field("block").equals("yes");
        return unlessLast(accounts -> accounts.setDisabled(account.member(), block));
    }

    private interface Change {
        void make(Accounts accounts) throws SQLException;
    }

    /** The last administrator cannot be taken away: nobody could make another in the browser. */
    private Reply unlessLast(Change change) throws Exception {
        try {
            site.write(tx -> {
                Accounts accounts = new Accounts(tx.sql());
                change.make(accounts);
                if (accounts.administrators() == 0) {
                    throw new RequestFault(Reason.FORBIDDEN);
                }
                return true;
            });
        } catch (RequestFault e) {
            return visits.done("/admin/members", Notice.LAST_ADMINISTRATOR);
        }
        return visits.done("/admin/members", Notice.SAVED);
    }

    private Account account(Visit visit) throws SQLException {
        ObjectKey member = Visit.key(visit.field("id"));
        return site.read(sql -> new Accounts(sql).byMember(member))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
    }

    private static String label(Visit visit, Registration mode) {
        return switch (mode) {
            case OPEN -> visit.t("registration.open");
            case INVITATION -> visit.t("registration.invitation");
            case CLOSED -> visit.t("registration.closed");
        };
    }

    private static String label(Visit visit, Role role) {
        return switch (role) {
            case MEMBER -> visit.t("role.member");
            case MODERATOR -> visit.t("role.moderator");
            case ADMINISTRATOR -> visit.t("role.administrator");
        };
    }
}
