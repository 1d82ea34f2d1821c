package org.guildhall.peering.outgoing;

import java.util.Optional;

/** Answers that a {@link Reading} of a test gives instead of a resource. */
public final class FetchFaults {
    private FetchFaults() {}

    public static FetchFault notFound() {
        return new FetchFault(FetchFault.Reason.STATUS, "status 404", 404, "not-found", Optional.empty());
    }

    public static FetchFault unreachable() {
        return new FetchFault(FetchFault.Reason.UNREACHABLE, "no answer");
    }
}
