package org.guildhall.site.view;

import java.time.Instant;

/** An account in the administrator's list. */
public record MemberRow(
        String id, String name, String handle, String path, String role, Instant since, boolean blocked) {}
