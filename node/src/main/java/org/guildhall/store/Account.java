package org.guildhall.store;

import java.time.Instant;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/**
 * What a member of this node signs in with. Private: it never leaves the node; what is published is the member's record.
 *
 * @param password Argon2id as a PHC string; empty until one is chosen
 */
public record Account(
        ObjectKey member,
        String handle,
        Optional<String> password,
        Role role,
        Optional<String> language,
        Instant createdAt,
        boolean disabled) {}
