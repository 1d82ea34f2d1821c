package org.guildhall.log;

import java.util.Collection;
import java.util.List;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.NoteKey;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;

/** A checkpoint whose signature was made or verified here, with the note that proves it to others. */
public final class SignedCheckpoint {
    private final Checkpoint checkpoint;
    private final byte[] note;

    private SignedCheckpoint(Checkpoint checkpoint, byte[] note) {
        this.checkpoint = checkpoint;
        this.note = note;
    }

    public static SignedCheckpoint sign(Checkpoint checkpoint, SigningKey key) {
        SignedNote note = SignedNote.sign(checkpoint.text(), checkpoint.origin(), key);
        return new SignedCheckpoint(checkpoint, note.bytes());
    }

    /**
     * Reads a note that is said to be a checkpoint of {@code node}.
     *
     * @param keys the node's signing keys that are good now
     * @throws SignatureFault {@code malformed-note} or {@code bad-signature}
     * @throws LogFault {@code malformed-checkpoint} or {@code wrong-origin}
     */
    public static SignedCheckpoint read(byte[] note, NodeId node, Collection<Multikey> keys, Verifier verifier)
            throws SignatureFault, LogFault {
        SignedNote signed = SignedNote.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(signed.text());
        String origin = Checkpoint.origin(node);
        if (!checkpoint.origin().equals(origin)) {
            throw new LogFault("wrong-origin", "a checkpoint of " + checkpoint.origin() + " and not of " + origin);
        }
        List<NoteKey> noteKeys =
                keys.stream().map(key -> new NoteKey(origin, key)).toList();
        signed.verify(noteKeys, verifier);
        return new SignedCheckpoint(checkpoint, note.clone());
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    public long size() {
        return checkpoint.size();
    }

    public TreeHash root() {
        return checkpoint.root();
    }

    /** The note as it was signed and is served. */
    public byte[] note() {
        return note.clone();
    }

    @Override
    public String toString() {
        return checkpoint.toString();
    }
}
