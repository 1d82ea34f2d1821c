package org.guildhall.site.view;

/** A question this one refers to; {@code duplicate} when both ask the same. */
public record LinkedThread(String title, String path, boolean duplicate, boolean elsewhere) {}
