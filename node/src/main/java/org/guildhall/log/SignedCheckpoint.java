package org.guildhall.log;

import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.NoteKey;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;

/** A checkpoint whose signature was made or verified here, with the note that proves it to others. */
public final class SignedCheckpoint {
    /** Bytes of a note that may be a checkpoint (OQX-LOG-035). */
    public static final int LONGEST = 8_192;

    private final Checkpoint checkpoint;
    private final byte[] note;
    private final Multikey signer;

    private SignedCheckpoint(Checkpoint checkpoint, byte[] note, Multikey signer) {
        this.checkpoint = checkpoint;
        this.note = note;
        this.signer = signer;
    }

    public static SignedCheckpoint sign(Checkpoint checkpoint, SigningKey key) {
        SignedNote note = SignedNote.sign(checkpoint.text(), checkpoint.origin(), key);
        return new SignedCheckpoint(checkpoint, note.bytes(), key.publicKey());
    }

    /**
     * Reads a note that is said to be a checkpoint of {@code node}.
     *
     * @param keys the node's signing keys that are good for a checkpoint of any size
     * @throws SignatureFault {@code checkpoint-key} when none of the keys signed it: perhaps there is a newer one
     * @throws LogFault {@code checkpoint} when it is none, or of another log
     */
    public static SignedCheckpoint read(byte[] note, NodeId node, Collection<Multikey> keys, Verifier verifier)
            throws SignatureFault, LogFault {
        return read(note, node, size -> keys, verifier);
    }

    /** The same where it depends on the checkpoint's size which keys are good: one that was revoked, up to there. */
    public static SignedCheckpoint read(
            byte[] note, NodeId node, LongFunction<? extends Collection<Multikey>> keysAt, Verifier verifier)
            throws SignatureFault, LogFault {
        SignedNote signed = parse(note);
        Checkpoint checkpoint = Checkpoint.parse(signed.text());
        String origin = Checkpoint.origin(node);
        if (!checkpoint.origin().equals(origin)) {
            throw new LogFault("checkpoint", "a checkpoint of " + checkpoint.origin() + " and not of " + origin);
        }
        List<NoteKey> noteKeys = keysAt.apply(checkpoint.size()).stream()
                .map(key -> new NoteKey(origin, key))
                .toList();
        try {
            List<NoteKey> signers = signed.verify(noteKeys, verifier);
            return new SignedCheckpoint(checkpoint, note.clone(), signers.get(0).key());
        } catch (SignatureFault fault) {
            throw new SignatureFault("checkpoint-key", String.valueOf(fault.getMessage()));
        }
    }

    /** The size that a note speaks of; nothing is verified. */
    static long sizeOf(byte[] note) throws LogFault {
        return Checkpoint.parse(parse(note).text()).size();
    }

    private static SignedNote parse(byte[] note) throws LogFault {
        if (note.length > LONGEST) {
            throw new LogFault("checkpoint", "a checkpoint has at most " + LONGEST + " bytes");
        }
        try {
            return SignedNote.parse(note);
        } catch (SignatureFault fault) {
            throw new LogFault("checkpoint", String.valueOf(fault.getMessage()));
        }
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

    /** The key whose signature was made or verified. */
    public Multikey signer() {
        return signer;
    }

    /** The 64 bytes that {@link #signer} made. */
    public byte[] signature() {
        NoteKey key = new NoteKey(checkpoint.origin(), signer);
        return parsed().signatures().stream()
                .filter(line -> line.keyId() == key.id() && line.name().equals(key.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the signer's line was there when it was verified"))
                .bytes()
                .clone();
    }

    /** What was signed behind size and root; hardly ever anything. */
    public String extension() {
        return parsed().text().substring(checkpoint.text().length());
    }

    private SignedNote parsed() {
        try {
            return SignedNote.parse(note);
        } catch (SignatureFault e) {
            throw new IllegalStateException("a note that was read before", e);
        }
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
