package org.guildhall.site.view;

import java.time.Instant;

/**
 * A suggestion in the queue; it is decided on where it is compared with its post.
 *
 * @param path of that page
 * @param by who suggests it
 */
public record WaitingEdit(String path, String title, String lang, String kind, String by, Instant at) {}
