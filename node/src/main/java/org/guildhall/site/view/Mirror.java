package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/** The home of a question that was asked elsewhere. */
public record Mirror(String organisation, @Nullable String url) {}
