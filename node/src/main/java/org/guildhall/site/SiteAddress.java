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

    static String member(ObjectKey member) {
        return "/m/" + member.text();
    }

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
