package org.guildhall.site;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.SampleKeys;
import org.guildhall.signing.SecretToken;
import org.guildhall.site.account.AttemptLimit;
import org.guildhall.site.page.JteaccountGenerated;
import org.guildhall.site.page.JtememberKeyGenerated;
import org.guildhall.site.page.JteregisterGenerated;
import org.guildhall.site.page.JteresetGenerated;
import org.guildhall.site.page.JtesignInGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.LocalPath;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.MemberReading;
import org.guildhall.store.MemberReading.Profile;
import org.guildhall.store.RecordReading;
import org.guildhall.store.Role;
import org.guildhall.store.SessionRows;
import org.guildhall.store.Sql;
import org.guildhall.store.Tickets;
import org.guildhall.store.Tickets.Purpose;
import org.guildhall.store.Tickets.Ticket;

/** Signing in and out, registering, the member's own account, choosing a new password by a one-time link. */
final class AccountPages {
    /** At once, and again after this time. The same for each address, with room for an office behind one. */
    private static final int TRIES_PER_NAME = 10;

    private static final int TRIES_PER_ADDRESS = 50;
    private static final Duration PERIOD = Duration.ofMinutes(15);

    private final Site site;
    private final Visits visits;
    private final Sessions sessions;
    private final Posting posting;
    private final Passwords passwords;
    private final Members members;
    private final AttemptLimit perName;
    private final AttemptLimit perAddress;

    AccountPages(
            Site site,
            Visits visits,
            Sessions sessions,
            Posting posting,
            Passwords passwords,
            Members members,
            Clock clock) {
        this.site = site;
        this.visits = visits;
        this.sessions = sessions;
        this.posting = posting;
        this.passwords = passwords;
        this.members = members;
        this.perName = new AttemptLimit(TRIES_PER_NAME, PERIOD, clock);
        this.perAddress = new AttemptLimit(TRIES_PER_ADDRESS, PERIOD, clock);
    }

    Reply signInForm(Visit visit) throws SQLException {
        String to = LocalPath.of(visit.query("to"));
        if (visit.signed() != null) {
            return Reply.seeOther(to);
        }
        return signInPage(visit, 200, Form.of(Map.of("to", to)));
    }

    /** The answer and the work are the same whether the name or the password is wrong (A39). */
    Reply signIn(Visit visit) throws Exception {
        String handle = visit.field("handle").strip().toLowerCase(Locale.ROOT);
        String address = visit.incoming().remote();
        FormCheck check = new FormCheck(visit);
        // What nobody can be called is not looked up, and not remembered either (A31).
        boolean possible = MemberProfile.isHandle(handle);
        if (!perAddress.tryOnce(address) || (possible && !perName.tryOnce(handle))) {
            check.say("", visit.t("signIn.tooMany"));
            return signInPage(visit, 429, check.form()).header("retry-after", "300");
        }
        Optional<Account> account = possible ? site.read(sql -> new Accounts(sql).byHandle(handle)) : Optional.empty();
        boolean right = passwords.matches(visit.field("password"), account.flatMap(Account::password));
        if (!right || account.isEmpty() || account.get().disabled()) {
            check.say("", visit.t("signIn.wrong"));
            return signInPage(visit, 422, check.form());
        }
        perName.forgive(handle);
        perAddress.forgive(address);
        String cookie = sessions.start(account.get().member(), visit.incoming());
        return Reply.seeOther(LocalPath.of(visit.field("to"))).cookie(cookie);
    }

    private Reply signInPage(Visit visit, int status, Form form) throws SQLException {
        boolean open = site.read(Registration::read) == Registration.OPEN;
        Shell shell = visit.formShell(visit.t("signIn.title"));
        return Reply.page(status, out -> JtesignInGenerated.render(out, null, shell, form, open));
    }

    Reply signOut(Visit visit) throws Exception {
        return visits.done("/", Notice.SIGNED_OUT).cookie(sessions.end(visit.incoming()));
    }

    Reply registerForm(Visit visit) throws SQLException {
        String invitation = visit.query("invitation");
        return registerPage(visit, 200, Form.of(Map.of("invitation", invitation)));
    }

    Reply register(Visit visit) throws Exception {
        String invitation = visit.field("invitation");
        if (!mayRegister(invitation)) {
            return registerPage(visit, 422, Form.of(visit.form()));
        }
        if (!perAddress.tryOnce(visit.incoming().remote())) {
            throw new RequestFault(Reason.TOO_MANY);
        }
        FormCheck check = new FormCheck(visit);
        String handle = check.handle();
        String name = check.name();
        String affiliation = check.affiliation();
        String password = check.password(handle);
        if (!check.failed()
                && site.read(sql -> new Accounts(sql).byHandle(handle)).isPresent()) {
            check.say("handle", visit.t("register.handle.taken"));
        }
        if (check.failed()) {
            return registerPage(visit, 422, check.form());
        }
        MemberProfile profile = Members.profile(handle, name, affiliation);
        Optional<ObjectKey> member =
                members.register(profile, passwords.hash(password), Role.MEMBER, invited(invitation));
        if (member.isEmpty()) {
            check.say("handle", visit.t("register.handle.taken"));
            return registerPage(visit, 422, check.form());
        }
        return visits.done("/", Notice.WELCOME).cookie(sessions.start(member.get(), visit.incoming()));
    }

    private static Optional<byte[]> invited(String invitation) {
        return invitation.isEmpty() ? Optional.empty() : Optional.of(SecretToken.hash(invitation));
    }

    private boolean mayRegister(String invitation) throws SQLException {
        if (!invitation.isEmpty()) {
            return site.read(sql -> new Tickets(sql).open(SecretToken.hash(invitation), Purpose.INVITATION, site.now()))
                    .isPresent();
        }
        return site.read(Registration::read) == Registration.OPEN;
    }

    private Reply registerPage(Visit visit, int status, Form form) throws SQLException {
        boolean spent = !form.value("invitation").isEmpty();
        boolean open = mayRegister(form.value("invitation"));
        String closed = visit.t(spent ? "register.spent" : "register.closed");
        Shell shell = visit.formShell(visit.t("register.title"));
        return Reply.page(status, out -> JteregisterGenerated.render(out, null, shell, form, open, closed));
    }

    Reply account(Visit visit) throws SQLException {
        Profile profile = profile(visit);
        return accountPage(
                visit,
                200,
                Form.of(Map.of(
                        "name", profile.author().name(),
                        "affiliation", profile.author().affiliation().orElse(""))),
                Form.empty());
    }

    private Profile profile(Visit visit) throws SQLException {
        ObjectKey member = visit.member().member();
        return site.read(sql -> new MemberReading(sql).profile(member))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
    }

    private static Reply accountPage(Visit visit, int status, Form profile, Form password) throws SQLException {
        Shell shell = visit.shell(visit.t("nav.account"), Section.NONE, false);
        return Reply.page(status, out -> JteaccountGenerated.render(out, null, shell, profile, password));
    }

    /** A new revision of the member's record; what the form does not ask (roles, source) stays. */
    Reply saveProfile(Visit visit) throws Exception {
        FormCheck check = new FormCheck(visit);
        String name = check.name();
        String affiliation = check.affiliation();
        if (check.failed()) {
            return accountPage(visit, 422, check.form(), Form.empty());
        }
        try {
            change(
                    visit.member().member(),
                    now -> new MemberProfile(
                            now.handle(),
                            name,
                            affiliation.isEmpty() ? Optional.empty() : Optional.of(affiliation),
                            now.roles(),
                            now.source(),
                            now.key()));
        } catch (Posting.TooFast e) {
            check.tooFast(e.untilNext());
            return check.refused(status -> accountPage(visit, status, check.form(), Form.empty()));
        }
        return visits.done("/account", Notice.SAVED);
    }

    /**
     * Publishes the next revision of the member's record, unless it says the same. It is made of the newest in the transaction that
     * publishes it: of what was read before, another form that was sent meanwhile would be undone.
     */
    private void change(ObjectKey member, UnaryOperator<MemberProfile> change) throws Exception {
        ObjectId object = new ObjectId(site.writer().selfId(), posting.uuid(member));
        posting.publish(member, desk -> {
            MemberProfile now = record(desk.tx().sql(), member);
            MemberProfile after = change.apply(now);
            if (!after.equals(now)) {
                desk.publish(object, after);
            }
            return true;
        });
    }

    /** The member's record in its newest revision. */
    private static MemberProfile record(Sql sql, ObjectKey member) throws SQLException {
        RecordReading reading = new RecordReading(sql);
        List<RecordReading.Revision> revisions = reading.revisions(member);
        byte[] bytes = reading.bytes(revisions.get(revisions.size() - 1).digest())
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        try {
            return (MemberProfile) RecordReader.read(bytes).body();
        } catch (RecordFault e) {
            throw new IllegalStateException("a member's record that was admitted can no longer be read", e);
        }
    }

    Reply keyForm(Visit visit) throws Exception {
        ObjectKey member = visit.member().member();
        String key =
                site.read(sql -> record(sql, member)).key().map(Multikey::text).orElse("");
        return keyPage(visit, 200, Form.of(Map.of("key", key)));
    }

    private static Reply keyPage(Visit visit, int status, Form form) throws SQLException {
        Shell shell = visit.shell(visit.t("memberKey.title"), Section.NONE, false);
        return Reply.page(status, out -> JtememberKeyGenerated.render(out, null, shell, form));
    }

    /** Another key in the member's record, or none: what the old one signed stays so. */
    Reply saveKey(Visit visit) throws Exception {
        FormCheck check = new FormCheck(visit);
        String text = check.line("key");
        Optional<Multikey> key = Optional.empty();
        try {
            key = text.isEmpty() ? Optional.empty() : Optional.of(new Multikey(text));
        } catch (IllegalArgumentException e) {
            check.say("key", visit.t("memberKey.wrong"));
        }
        if (key.isPresent() && SampleKeys.contains(key.get())) {
            check.say("key", visit.t("memberKey.sample"));
        }
        if (check.failed()) {
            return keyPage(visit, 422, check.form());
        }
        ObjectKey member = visit.member().member();
        Optional<Multikey> chosen = key;
        try {
            change(
                    member,
                    now -> new MemberProfile(
                            now.handle(), now.name(), now.affiliation(), now.roles(), now.source(), chosen));
        } catch (Posting.TooFast e) {
            check.tooFast(e.untilNext());
            return check.refused(status -> keyPage(visit, status, check.form()));
        }
        return visits.done("/account/key", Notice.SAVED);
    }

    Reply changePassword(Visit visit) throws Exception {
        String handle = visit.member().handle();
        ObjectKey member = visit.member().member();
        FormCheck check = new FormCheck(visit);
        String password = check.password(handle);
        if (!perName.tryOnce(handle)) {
            throw new RequestFault(Reason.TOO_MANY);
        }
        Optional<Account> account = site.read(sql -> new Accounts(sql).byMember(member));
        if (!passwords.matches(visit.field("current"), account.flatMap(Account::password))) {
            check.say("current", visit.t("account.current.wrong"));
        } else {
            perName.forgive(handle);
        }
        if (check.failed()) {
            Profile profile = profile(visit);
            Form shown = Form.of(Map.of(
                    "name", profile.author().name(),
                    "affiliation", profile.author().affiliation().orElse("")));
            return accountPage(visit, 422, shown, check.form());
        }
        setPassword(member, password, Optional.empty());
        return visits.done("/account", Notice.PASSWORD).cookie(sessions.start(member, visit.incoming()));
    }

    Reply resetForm(Visit visit) throws SQLException {
        openReset(visit);
        return resetPage(visit, 200, Form.empty());
    }

    Reply reset(Visit visit) throws Exception {
        Ticket ticket = openReset(visit);
        ObjectKey member = ticket.member().orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        Account account = site.read(sql -> new Accounts(sql).byMember(member))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        FormCheck check = new FormCheck(visit);
        String password = check.password(account.handle());
        if (check.failed()) {
            return resetPage(visit, 422, check.form());
        }
        if (!setPassword(member, password, Optional.of(ticket.tokenHash())) || account.disabled()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return visits.done("/", Notice.PASSWORD).cookie(sessions.start(member, visit.incoming()));
    }

    private Ticket openReset(Visit visit) throws SQLException {
        byte[] hash = SecretToken.hash(visit.parameter("token"));
        return site.read(sql -> new Tickets(sql).open(hash, Purpose.RESET, site.now()))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
    }

    private static Reply resetPage(Visit visit, int status, Form form) throws SQLException {
        Shell shell = visit.formShell(visit.t("reset.title"));
        String action = "/reset/" + visit.parameter("token");
        return Reply.page(status, out -> JteresetGenerated.render(out, null, shell, form, action))
                .header("referrer-policy", "no-referrer");
    }

    /** Ends all the member's sessions as well; false when the link was used up meanwhile. */
    private boolean setPassword(ObjectKey member, String password, Optional<byte[]> ticket) throws Exception {
        String phc = passwords.hash(password);
        return site.write(tx -> {
            if (ticket.isPresent() && !new Tickets(tx.sql()).use(ticket.get(), Purpose.RESET, tx.now())) {
                return false;
            }
            new Accounts(tx.sql()).setPassword(member, phc);
            new SessionRows(tx.sql()).endAll(member);
            return true;
        });
    }
}
