package org.guildhall.site.view;

import java.time.Instant;

/** Something that happened for the member who reads; {@code text} is a whole sentence in the reader's language. */
public record Notification(String text, String title, String lang, String path, Instant at, boolean unread) {}
