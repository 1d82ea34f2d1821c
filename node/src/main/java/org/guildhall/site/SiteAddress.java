package org.guildhall.site;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.guildhall.record.ObjectKey;

/** The addresses of pages, in one place. */
final class SiteAddress {

    private SiteAddress() {}

    static String question(ObjectKey thread) {
        return "/q/" + thread.text();
    }

    /** A post's place on its thread's page. */
    static String post(ObjectKey thread, ObjectKey post) {
        return thread.equals(post) ? question(thread) : question(thread) + "#p-" + post.text();
    }

    /** Where what is suggested for a post is decided on. */
    static String suggestions(ObjectKey post) {
        return "/p/" + post.text() + "/suggestions";
    }

    static String history(ObjectKey post) {
        return "/p/" + post.text() + "/history";
    }

    static String member(ObjectKey member) {
        return "/m/" + member.text();
    }

    /** What is behind a member's standing in a topic; in all of them if it is empty. */
    static String standing(ObjectKey member, String topic) {
        return member(member) + "/standing" + (topic.isEmpty() ? "" : "?topic=" + encoded(topic));
    }

    /** The newest revision of a record that is shown. */
    static String record(ObjectKey object) {
        return "/p/" + object.text() + "/record";
    }

    /** Where anybody checks a credential. */
    static final String CHECK = "/credential/check";

    static String topic(String tag) {
        return "/topics/" + encoded(tag);
    }

    static String record(ObjectKey object, int revision) {
        return "/p/" + object.text() + "/record?revision=" + revision;
    }

    /** For a piece of a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
