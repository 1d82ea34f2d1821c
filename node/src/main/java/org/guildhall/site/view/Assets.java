package org.guildhall.site.view;

/** The addresses of the style sheet, the script and the icon; each contains a hash of the file, so it may be kept for ever. */
public record Assets(String css, String script, String icon) {}
