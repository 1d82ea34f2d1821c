package org.guildhall.site.view;

import java.time.Instant;

/** An invitation that has not been used. */
public record InvitationRow(String id, String note, Instant made, Instant expires) {}
