package org.guildhall.site.web;

import org.jspecify.annotations.Nullable;

/** A place on this site to go on to. Whatever could lead elsewhere becomes the front page (A39, open redirect). */
public final class LocalPath {

    private LocalPath() {}

    /** The path with its query when it is certainly on this site, else {@code /}. */
    public static String of(@Nullable String wanted) {
        if (wanted == null || wanted.length() > 2000 || !wanted.startsWith("/") || wanted.startsWith("//")) {
            return "/";
        }
        boolean plain = wanted.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return plain ? wanted : "/";
    }
}
