package org.guildhall.peering.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Frame;
import org.guildhall.log.FrameReader;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TilePath;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.jspecify.annotations.Nullable;

/** What another node keeps of our own log (OQX, chapter Mirrors). Nothing it says is believed here. */
public final class OwnMirror {
    private static final int LARGEST_PAGE = 33_577_728;
    private static final int HASHES = 8_192;
    /** Pages in which is looked for the key that signed what ours did not. */
    private static final int LOOKED_BACK = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Reading http;
    private final Origin address;
    private final String path;
    private final AtomicReference<@Nullable String> lie = new AtomicReference<>();

    public OwnMirror(Reading http, Origin address, NodeId self) {
        this.http = http;
        this.address = address;
        this.path = "/oqx/mirror/" + self.did() + "/";
    }

    /** What it has of us. */
    public sealed interface Answer {
        /** A checkpoint that one of our keys has signed. */
        record Head(SignedCheckpoint checkpoint) implements Answer {}

        /** A checkpoint signed by a key that is not at hand, and that a Node record there, itself unproven, names as ours. */
        record OtherKey(long size, Multikey key) implements Answer {}

        /** It keeps nothing of our log, or only of a history that we gave up (OQX-WIT-058). */
        record Nothing() implements Answer {}

        /** It showed something that we never signed. */
        record Unbelievable(String what, byte[] note) implements Answer {}

        /** It could not be reached, or answered with an error. */
        record Silent(String why) implements Answer {}
    }

    /**
     * Asks for the newest checkpoint of our log. Where none of our keys signed it, up to 16 pages are read to find out who did.
     *
     * @param keys that ever were our signing keys and are not given up
     * @param givenUp keys that are
     */
    public Answer ask(NodeId self, Collection<Multikey> keys, Collection<Multikey> givenUp, Verifier verifier)
            throws InterruptedException {
        Answer answer = askOnce(self, keys, givenUp, verifier);
        return answer instanceof Answer.Unbelievable lie
                ? otherKey(lie.note(), self, verifier).orElse(lie)
                : answer;
    }

    /** As {@link #ask}, by one request and no other: never {@link Answer.OtherKey}. */
    Answer askOnce(NodeId self, Collection<Multikey> keys, Collection<Multikey> givenUp, Verifier verifier)
            throws InterruptedException {
        byte[] note;
        try {
            note = get("checkpoint", new Expect("text/plain", SignedCheckpoint.LONGEST, PATIENCE));
        } catch (FetchFault fault) {
            return fault.status() == 404 ? new Answer.Nothing() : new Answer.Silent(String.valueOf(fault.getMessage()));
        }
        try {
            return new Answer.Head(SignedCheckpoint.read(note, self, keys, verifier));
        } catch (SignatureFault | LogFault fault) {
            if (isSignedBy(givenUp, note, self, verifier)) {
                return new Answer.Nothing();
            }
            return new Answer.Unbelievable("a checkpoint that none of our keys signed: " + fault.getMessage(), note);
        }
    }

    /**
     * Asks for the largest checkpoint of our log that it cosigned as a witness (OQX-WIT-015). Empty as well when it can't be had or
     * none of our keys signed it: only what we signed counts.
     */
    Optional<SignedCheckpoint> cosigned(NodeId self, Collection<Multikey> keys, Verifier verifier)
            throws InterruptedException {
        try {
            byte[] note = http.get(
                            address,
                            "/oqx/witness/" + WitnessDesk.hash(self) + "/checkpoint",
                            Map.of("cache-control", "no-cache"),
                            new Expect("text/plain", SignedCheckpoint.LONGEST, PATIENCE))
                    .body();
            return Optional.of(SignedCheckpoint.read(note, self, keys, verifier));
        } catch (FetchFault | SignatureFault | LogFault none) {
            return Optional.empty();
        }
    }

    /** Looks in the newest pages for a Node record of ours that names who signed the note. For words to people alone. */
    private Optional<Answer> otherKey(byte[] note, NodeId self, Verifier verifier) throws InterruptedException {
        try {
            long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
            long last = (size - 1) / Frame.PAGE;
            for (long number = last; number >= Math.max(0, last - LOOKED_BACK + 1); number--) {
                for (Frame frame : page(number)) {
                    if (frame.content() instanceof Frame.Content.Payload payload
                            && RecordReader.read(payload.bytes()).body() instanceof NodeProfile profile) {
                        List<Multikey> named = profile.signingKeys().stream()
                                .map(NodeProfile.SigningKeyEntry::key)
                                .toList();
                        Optional<Multikey> signer = signer(note, self, named, verifier);
                        if (signer.isPresent()) {
                            return Optional.of(new Answer.OtherKey(size, signer.get()));
                        }
                    }
                }
            }
            return Optional.empty();
        } catch (FetchFault | LogFault | RecordFault | SignatureFault e) {
            return Optional.empty();
        }
    }

    private static boolean isSignedBy(Collection<Multikey> keys, byte[] note, NodeId self, Verifier verifier) {
        try {
            return signer(note, self, List.copyOf(keys), verifier).isPresent();
        } catch (LogFault none) {
            return false;
        }
    }

    private static Optional<Multikey> signer(byte[] note, NodeId self, List<Multikey> keys, Verifier verifier)
            throws LogFault {
        try {
            return Optional.of(SignedCheckpoint.read(note, self, keys, verifier).signer());
        } catch (SignatureFault fault) {
            return Optional.empty();
        }
    }

    /** The frames of a page, as they came. */
    List<Frame> page(long number) throws FetchFault, LogFault, InterruptedException {
        return new FrameReader(get("page/" + number, new Expect(Frame.MEDIA_TYPE, LARGEST_PAGE, DEADLINE)), 0).rest();
    }

    byte[] tile(TilePath tile) throws IOException {
        try {
            return get(tile.text(), new Expect("application/octet-stream", HASHES, DEADLINE));
        } catch (FetchFault fault) {
            throw new IOException(fault.getMessage(), fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private byte[] get(String resource, Expect expect) throws FetchFault, InterruptedException {
        return http.get(address, path + resource, Map.of("cache-control", "no-cache"), expect)
                .body();
    }

    public Origin address() {
        return address;
    }

    /** Notes what it served that is not true; it is not asked again. The first lie is kept. */
    void caught(String what) {
        lie.compareAndSet(null, what);
    }

    /** What it was caught at, or null. */
    public @Nullable String lie() {
        return lie.get();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
