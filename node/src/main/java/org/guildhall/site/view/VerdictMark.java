package org.guildhall.site.view;

/** What the home of a thread has decided on a post of another node; {@code OWN} for the home's own posts. */
public enum VerdictMark {
    OWN,
    PENDING,
    TAKEN,
    DECLINED,
    EXCLUDED
}
