package org.guildhall.site.view;

import java.time.Instant;

/** A question or an answer in a member's list. */
public record MemberPost(
        String path, String title, String lang, boolean answer, long score, boolean accepted, Instant at) {}
