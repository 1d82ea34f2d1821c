package org.guildhall.site.web;

import org.guildhall.record.NodeId;

/**
 * The cookies of this node. Cookies ignore ports, so the names of those that matter hold a piece of the node id: signing in
 * at one node of a machine must not sign out of another.
 */
public final class Cookies {

    public static final String THEME = "theme";
    public static final String LANGUAGE = "language";
    private static final int YEAR = 31_536_000;

    private final boolean https;
    private final String session;
    private final String form;
    private final String notice;

    public Cookies(NodeId node, boolean https) {
        this.https = https;
        String did = node.did();
        String prefix = (https ? "__Host-" : "") + "gh-" + did.substring(did.length() - 10);
        this.session = prefix + "-session";
        this.form = prefix + "-form";
        this.notice = prefix + "-notice";
    }

    public String session() {
        return session;
    }

    /** Names the random value that anonymous forms are bound to. */
    public String form() {
        return form;
    }

    public String notice() {
        return notice;
    }

    /** Whether a page for this {@code Cookie} header is the same for everybody who is not signed in. */
    public boolean anonymous(String header) {
        return !header.contains(session) && !header.contains(notice);
    }

    /** A cookie that scripts cannot read and other sites cannot send along with a form. */
    public String guarded(String name, String value, long maxAgeSeconds) {
        return set(name, value, maxAgeSeconds) + "; HttpOnly";
    }

    /** A preference, which our own script may read and write. */
    public String preference(String name, String value) {
        return set(name, value, YEAR);
    }

    public String forget(String name) {
        return guarded(name, "", 0);
    }

    private String set(String name, String value, long maxAgeSeconds) {
        return name + "=" + value + "; Path=/; Max-Age=" + maxAgeSeconds + "; SameSite=Lax" + (https ? "; Secure" : "");
    }
}
