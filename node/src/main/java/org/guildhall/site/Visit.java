package org.guildhall.site;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.Allowance;
import org.guildhall.admission.Privilege;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.account.FormTokens;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.Theme;
import org.guildhall.site.view.Viewer;
import org.guildhall.site.web.Incoming;
import org.guildhall.site.web.RequestFault;
import org.guildhall.store.Role;
import org.guildhall.store.SessionRows.Signed;
import org.jspecify.annotations.Nullable;

/** One request and who makes it. */
final class Visit {
    private final Site site;
    private final Incoming incoming;
    private final @Nullable Signed signed;
    private final Texts texts;
    private final Theme theme;
    private final String formToken;
    private final @Nullable Notice notice;
    private boolean holdsForm;
    private @Nullable Allowance allowance;

    /** {@code formToken}: what this visitor's forms must hold. */
    Visit(
            Site site,
            Incoming incoming,
            @Nullable Signed signed,
            Texts texts,
            Theme theme,
            String formToken,
            @Nullable Notice notice) {
        this.site = site;
        this.incoming = incoming;
        this.signed = signed;
        this.texts = texts;
        this.theme = theme;
        this.formToken = formToken;
        this.notice = notice;
    }

    Incoming incoming() {
        return incoming;
    }

    Texts texts() {
        return texts;
    }

    Theme theme() {
        return theme;
    }

    /** The interface text of a key. */
    String t(String key, Object... values) {
        return texts.t(key, values);
    }

    @Nullable
    Signed signed() {
        return signed;
    }

    /** The member who is signed in; only on pages that want one. */
    Signed member() {
        if (signed == null) {
            throw new RequestFault(RequestFault.Reason.FORBIDDEN);
        }
        return signed;
    }

    Optional<ObjectKey> memberKey() {
        return signed == null ? Optional.empty() : Optional.of(signed.member());
    }

    @Nullable
    Role role() {
        return signed == null ? null : signed.role();
    }

    /** What the member who is signed in may do by role or standing; empty for others. Read once for a request. */
    Optional<Allowance> allowance() throws SQLException {
        Signed member = signed;
        if (allowance == null && member != null) {
            allowance = site.read(sql -> site.privileges().of(sql, member.member(), member.role()));
        }
        return Optional.ofNullable(allowance);
    }

    /** Whether the member who is signed in may, by role or standing. */
    boolean may(Privilege privilege) throws SQLException {
        return moderates() || allowance().map(known -> known.may(privilege)).orElse(false);
    }

    /**
     * What the member who is signed in lacks for it, in words.
     *
     * @return null when nothing is missing, or nobody is signed in
     */
    @Nullable
    String lacking(Privilege privilege) throws SQLException {
        if (moderates()) {
            return null; // their points need not be counted
        }
        return allowance()
                .filter(known -> !known.may(privilege))
                .map(known -> PrivilegeWords.of(texts, known.lacking(privilege)))
                .orElse(null);
    }

    boolean moderates() {
        return signed != null && signed.role().atLeast(Role.MODERATOR);
    }

    /** A parameter of the path. */
    String parameter(String name) {
        String value = incoming.parameters().get(name);
        if (value == null) {
            throw new RequestFault(RequestFault.Reason.NOT_FOUND);
        }
        return value;
    }

    /** The object key in the path. */
    ObjectKey key() {
        return key(parameter("key"));
    }

    static ObjectKey key(String text) {
        try {
            return ObjectKey.ofText(text);
        } catch (IllegalArgumentException e) {
            throw new RequestFault(RequestFault.Reason.NOT_FOUND);
        }
    }

    /** A value of the query, "" when it is not there. */
    String query(String name) {
        return incoming.query().getOrDefault(name, "");
    }

    /** A field of the form as it was sent, "" when it is not there. */
    String field(String name) {
        return incoming.form().getOrDefault(name, "");
    }

    Map<String, String> form() {
        return incoming.form();
    }

    /** Whether the preview button was pressed, not the one that posts. */
    boolean wantsPreview() {
        return field("action").equals("preview");
    }

    /** Refuses a form that another site may have made (A39, CSRF). */
    void checkForm() {
        String site = incoming.fetchSite();
        boolean elsewhere = site != null && !site.equals("same-origin") && !site.equals("none");
        if (elsewhere || !FormTokens.same(formToken, field("csrf"))) {
            throw new RequestFault(RequestFault.Reason.STALE_FORM);
        }
    }

    /** The frame of a page with its title. */
    Shell shell(String title, Section section) throws SQLException {
        return shell(title, section, true);
    }

    /** {@code indexable}: whether search engines may list the page. */
    Shell shell(String title, Section section, boolean indexable) throws SQLException {
        var brand = site.brand();
        return new Shell(
                texts,
                brand,
                site.assets(),
                theme,
                title.isEmpty() ? brand.name() : title + " · " + brand.name(),
                section,
                incoming.path(),
                formToken,
                viewer(),
                notice == null ? null : notice.in(texts),
                indexable);
    }

    /** The frame of a page with a form that visitors who are not signed in may send. Search engines need none of them. */
    Shell formShell(String title) throws SQLException {
        holdsForm = true;
        return shell(title, Section.NONE, false);
    }

    /** Whether the visitor's browser must keep what the form's token is bound to. */
    boolean holdsForm() {
        return holdsForm;
    }

    private @Nullable Viewer viewer() throws SQLException {
        if (signed == null) {
            return null;
        }
        boolean queue = keepsQueue(signed);
        return new Viewer(
                signed.name(),
                signed.handle(),
                "/m/" + signed.member().text(),
                signed.unread(),
                moderates(),
                signed.role() == Role.ADMINISTRATOR,
                queue,
                queue ? site.held() : 0);
    }

    /** Whether the frame leads to the queue. What a page has counted for itself is newer than what is kept for all. */
    private boolean keepsQueue(Signed member) {
        Allowance counted = allowance;
        return moderates()
                || (counted != null ? counted.may(Privilege.MODERATE_QUEUE) : site.keepsQueue(member.member()));
    }

    boolean showsNotice() {
        return notice != null;
    }
}
