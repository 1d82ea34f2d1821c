package org.guildhall.site.view;

/** The part of the site a page belongs to, marked in the navigation. */
public enum Section {
    QUESTIONS,
    TOPICS,
    FEDERATION,
    HELD,
    NONE
}
