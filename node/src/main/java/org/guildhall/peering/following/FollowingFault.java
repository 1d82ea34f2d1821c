package org.guildhall.peering.following;

import java.time.Duration;
import java.util.Optional;

/** Why following does not go on now. It is tried again, unless {@link #isFinal}: then a person has to look. */
final class FollowingFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean isFinal;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<Evidence> evidence;

    /** Signed bytes that prove what the node did. */
    record Evidence(byte[] proof) {}

    private FollowingFault(
            String code, String message, boolean isFinal, Optional<Duration> retryAfter, Optional<Evidence> evidence) {
        // No stack trace: others decide how often this happens.
        super(message, null, false, false);
        this.code = code;
        this.isFinal = isFinal;
        this.retryAfter = retryAfter;
        this.evidence = evidence;
    }

    static FollowingFault passing(String code, String message) {
        return new FollowingFault(code, message, false, Optional.empty(), Optional.empty());
    }

    static FollowingFault passing(String code, String message, Optional<Duration> retryAfter) {
        return new FollowingFault(code, message, false, retryAfter, Optional.empty());
    }

    /** The log breaks a rule that no later answer can mend. */
    static FollowingFault stop(String code, String message) {
        return new FollowingFault(code, message, true, Optional.empty(), Optional.empty());
    }

    /** Two signed statements that can't both be true (OQX-FOL-054). */
    static FollowingFault equivocation(String message, byte[] proof) {
        return new FollowingFault("equivocation", message, true, Optional.empty(), Optional.of(new Evidence(proof)));
    }

    String code() {
        return code;
    }

    boolean isFinal() {
        return isFinal;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    Optional<Evidence> evidence() {
        return evidence;
    }
}
