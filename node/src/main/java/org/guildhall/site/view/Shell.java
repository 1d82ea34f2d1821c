package org.guildhall.site.view;

import java.time.Instant;
import org.guildhall.site.text.Language;
import org.guildhall.site.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs around its content.
 *
 * @param here path and query of this page, where a form may lead back to
 * @param csrf the token for this visitor's forms; empty on pages that hold none
 * @param notice one sentence on what has just been done, null mostly
 * @param indexable whether search engines may list the page
 */
public record Shell(
        Texts texts,
        Brand brand,
        Assets assets,
        Theme theme,
        String title,
        Section section,
        String here,
        String csrf,
        @Nullable Viewer viewer,
        @Nullable String notice,
        boolean indexable) {

    /** The interface text of a key. */
    public String t(String key, Object... values) {
        return texts.t(key, values);
    }

    /** The interface text for n things. */
    public String n(String key, long n, Object... values) {
        return texts.count(key, n, values);
    }

    public String number(long n) {
        return texts.number(n);
    }

    public String date(Instant time) {
        return texts.date(time);
    }

    public String dateTime(Instant time) {
        return texts.dateTime(time);
    }

    public Language language() {
        return texts.language();
    }

    /** The value of {@code aria-current} for a part of the navigation. */
    public @Nullable String current(Section part) {
        return part == section ? "true" : null;
    }
}
