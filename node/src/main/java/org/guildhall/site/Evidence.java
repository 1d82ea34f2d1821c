package org.guildhall.site;

import java.util.List;
import java.util.Optional;
import org.guildhall.record.OqxRecord;

/** What a reader needs to check a record without trusting this page. */
public interface Evidence {

    /**
     * That this node's log holds an entry.
     *
     * @param checkpoint the signed note the path leads to
     * @param path the hashes from the entry to the root (RFC 6962), base64
     */
    record Proof(String checkpoint, List<String> path) {}

    /** Whether the record's proof is a valid signature by the key it names, checked now. */
    boolean verifies(OqxRecord record);

    /** The proof for an entry of this node's log; empty until a checkpoint that covers it is signed. */
    Optional<Proof> inclusion(long index);
}
