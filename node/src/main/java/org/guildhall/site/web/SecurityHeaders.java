package org.guildhall.site.web;

import io.vertx.core.MultiMap;

/** What every answer of the site says to the browser: no foreign code, no frames, no guessing of types (A32). */
public final class SecurityHeaders {

    public static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final boolean https;
    private final boolean indexable;

    /**
     * @param https whether readers come by https, so that browsers may be told to stay with it
     * @param indexable whether search engines may list anything here
     */
    public SecurityHeaders(boolean https, boolean indexable) {
        this.https = https;
        this.indexable = indexable;
    }

    public void addTo(MultiMap headers) {
        headers.set("content-security-policy", POLICY);
        headers.set("x-content-type-options", "nosniff");
        headers.set("x-frame-options", "DENY");
        headers.set("referrer-policy", "same-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
        headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
        if (!indexable) {
            headers.set("x-robots-tag", "noindex, nofollow");
        }
        if (https) {
            headers.set("strict-transport-security", "max-age=31536000");
        }
    }
}
