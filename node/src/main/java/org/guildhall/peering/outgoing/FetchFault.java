package org.guildhall.peering.outgoing;

import java.time.Duration;
import java.util.Optional;

/** Why there is no answer that can be used. Nothing of the body is kept but the code and detail of a problem document. */
public final class FetchFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        /** The host has no address. */
        NAME_UNKNOWN,
        /** All addresses of the host are of kinds that this node does not talk to (A19). */
        ADDRESS_REFUSED,
        /** No connection, or it broke. */
        UNREACHABLE,
        /** The total time was over (A24). */
        DEADLINE,
        /** The body is larger than expected, as sent or after decompression. */
        TOO_LARGE,
        /** Another media type or content coding (A04). */
        MEDIA_TYPE,
        /** An answer that sends us elsewhere (A20). */
        REDIRECT,
        /** Any other status but 200; {@link FetchFault#problem} may say more. */
        STATUS
    }

    private final Reason reason;
    private final int status;
    private final String problem;
    private final transient Optional<Duration> retryAfter;

    FetchFault(Reason reason, String message) {
        this(reason, message, 0, "", Optional.empty());
    }

    FetchFault(Reason reason, String message, int status, String problem, Optional<Duration> retryAfter) {
        // No stack trace: others decide how often this happens.
        super(message, null, false, false);
        this.reason = reason;
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status where there was one, else 0. */
    public int status() {
        return status;
    }

    /** The code of the problem document ({@code urn:oqx:problem:<code>}), empty when there was none. */
    public String problem() {
        return problem;
    }

    /** How long the other side asks us to wait, at most an hour. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
