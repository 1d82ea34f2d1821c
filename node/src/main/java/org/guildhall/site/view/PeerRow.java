package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer as anybody may see it.
 *
 * @param state in the reader's language
 * @param agreed whether both sides agreed to it; until then there is nothing to tell but since when it waits
 * @param seen when it last answered
 * @param behind entries of its log not yet read here, −1 when that is not known
 * @param contradicted when it was found to have shown two histories
 * @param continued the size at which its log went on after that, −1 when it did not
 */
public record PeerRow(
        String name,
        @Nullable String address,
        String nodeId,
        String fingerprint,
        String state,
        boolean agreed,
        boolean good,
        Instant since,
        @Nullable Instant seen,
        long behind,
        long held,
        long declined,
        long quarantined,
        List<Why> reasons,
        @Nullable Instant contradicted,
        long continued) {

    /** How many records were not taken for one reason, in the reader's language. */
    public record Why(long records, String words) {}
}
