package org.guildhall.site.view;

/** Where an imported post came from. */
public record SourceLink(String site, String url) {}
