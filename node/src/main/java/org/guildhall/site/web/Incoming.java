package org.guildhall.site.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a worker sees it: plain values, nothing of the event loop's.
 *
 * @param path as it was asked for, with its query
 * @param parameters of the path's pattern
 * @param remote the visitor's address as text
 * @param fetchSite the {@code Sec-Fetch-Site} header
 */
public record Incoming(
        boolean post,
        String path,
        Map<String, String> parameters,
        Map<String, String> query,
        Map<String, String> form,
        Map<String, String> cookies,
        String acceptLanguage,
        String remote,
        @Nullable String fetchSite) {

    /** The same request with what was read from its address and body. */
    public Incoming with(Map<String, String> parameters, Map<String, String> query, Map<String, String> form) {
        return new Incoming(post, path, parameters, query, form, cookies, acceptLanguage, remote, fetchSite);
    }

    /** The same visitor, but nothing is sent: for a page that only tells what was wrong. */
    public Incoming asGet() {
        return new Incoming(false, path, Map.of(), Map.of(), Map.of(), cookies, acceptLanguage, remote, fetchSite);
    }
}
