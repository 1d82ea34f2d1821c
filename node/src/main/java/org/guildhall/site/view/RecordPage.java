package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed record for someone who wants to check it.
 *
 * @param json the record, indented for reading
 * @param bytesPath where the published bytes can be fetched
 * @param digest SHA-256 of the published bytes, base64url
 * @param verified whether the signature was verified just now
 * @param index its place in this node's log, −1 when it is not in it
 * @param originIndex its place in its owner's log as this node learnt it, −1 when unknown
 * @param relays names of the nodes in whose logs it was read, other than its owner's
 */
public record RecordPage(
        String kind,
        String organisation,
        String nodeId,
        int revision,
        Instant at,
        String json,
        String bytesPath,
        String digest,
        String signingKey,
        boolean verified,
        long index,
        long originIndex,
        List<String> relays,
        @Nullable String checkpoint,
        @Nullable String log,
        List<String> proof,
        String back) {}
