package org.guildhall.site.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role that a node says a member has.
 *
 * @param issuer the node's name
 * @param until when it ends, if it does
 * @param recordPath to the signed record
 */
public record RoleWord(String role, String issuer, @Nullable Instant until, String recordPath) {}
