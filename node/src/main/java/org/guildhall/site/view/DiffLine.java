package org.guildhall.site.view;

/** A line of a comparison: {@code change} is −1 for a line taken out, 1 for one put in, 0 for one that stayed. */
public record DiffLine(int change, String text) {}
