package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/**
 * How far a post can be trusted.
 *
 * @param recordPath the page that shows the signed record and how to check it
 * @param reason why the home declined or excluded it
 */
public record Trust(VerdictMark verdict, @Nullable String reason, String recordPath) {

    public boolean pending() {
        return verdict == VerdictMark.PENDING;
    }

    public boolean taken() {
        return verdict == VerdictMark.TAKEN;
    }

    public boolean refused() {
        return verdict == VerdictMark.DECLINED || verdict == VerdictMark.EXCLUDED;
    }
}
