package org.guildhall.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.guildhall.credential.Testimony;
import org.guildhall.log.LogFault;
import org.guildhall.log.Multiproof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.CredentialQueries.Place;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Writer;

/** Puts testimonies together: of records that are here their bytes, their places in logs, and who vouches for those. */
public final class TestimonyBench {
    /** A checkpoint of a log with whose cosignatures are below it. */
    public record Vouched(long size, byte[] note, List<NodeId> witnesses) {}

    private final CredentialQueries queries;
    private final LogQueries logs;
    private final Writer writer;
    private final Verifier verifier;
    private final Supplier<List<Vouched>> own;

    /** @param own checkpoints of this node's log, the one to prefer first: with cosignatures, or newer */
    public TestimonyBench(
            CredentialQueries queries, LogQueries logs, Writer writer, Verifier verifier, Supplier<List<Vouched>> own) {
        this.queries = queries;
        this.logs = logs;
        this.writer = writer;
        this.verifier = verifier;
        this.own = own;
    }

    /**
     * The testimony of these records, at least one of which is in our log.
     *
     * @param home whose log is asked next
     * @throws Refusal {@code no-credential} when a record is gone, {@code not-yet} when no checkpoint covers one
     */
    Testimony testimony(List<Digest> records, NodeId home) throws Refusal {
        Map<Digest, byte[]> bytes = queries.bytes(records);
        Map<NodeId, List<Place>> chosen = chosen(records, home, queries.places(bytes.keySet()));
        Set<NodeId> signers = new LinkedHashSet<>(List.of(writer.selfId()));
        signers.addAll(chosen.keySet());
        List<Testimony.Log> told = new ArrayList<>();
        for (Map.Entry<NodeId, List<Place>> log : chosen.entrySet()) {
            Vouched at = checkpoint(log.getKey(), log.getValue());
            List<Testimony.Logged> inLog = new ArrayList<>();
            for (Place place : log.getValue()) {
                byte[] record = Optional.ofNullable(bytes.get(place.digest())).orElseThrow(TestimonyBench::gone);
                inLog.add(new Testimony.Logged(place.index(), place.time(), record));
                signers.add(read(record).head().node());
            }
            signers.addAll(at.witnesses());
            told.add(new Testimony.Log(
                    at.note(), proof(log.getValue(), at.size()).hashes(), inLog));
        }
        return new Testimony(told, signers.stream().map(logs::introductions).toList());
    }

    /** Our own log for what it holds, and first of all; then the home's; for each other record the log that holds most of them. */
    private Map<NodeId, List<Place>> chosen(List<Digest> records, NodeId home, Map<NodeId, List<Place>> places)
            throws Refusal {
        List<NodeId> order = new ArrayList<>(places.keySet());
        order.sort(Comparator.<NodeId, Boolean>comparing(log -> !log.equals(writer.selfId()))
                .thenComparing(log -> !log.equals(home))
                .thenComparing(log -> -places.getOrDefault(log, List.of()).size())
                .thenComparing(NodeId::did));
        Map<NodeId, List<Place>> chosen = new LinkedHashMap<>();
        Set<Digest> missing = new HashSet<>(records);
        for (NodeId log : order) {
            List<Place> held = places.getOrDefault(log, List.of()).stream()
                    .filter(place -> missing.contains(place.digest()))
                    .toList();
            if (!held.isEmpty()) {
                chosen.put(log, held);
                held.forEach(place -> missing.remove(place.digest()));
            }
        }
        if (!missing.isEmpty() || !chosen.containsKey(writer.selfId())) {
            throw gone();
        }
        return chosen;
    }

    private Vouched checkpoint(NodeId log, List<Place> places) throws Refusal {
        long last = places.get(places.size() - 1).index();
        List<Vouched> known = log.equals(writer.selfId()) ? own.get() : mirrored(log);
        return known.stream()
                .filter(one -> last < one.size())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("not-yet", "a record is not covered by a checkpoint yet; try again in a moment"));
    }

    /** What we last verified of another's log, with its own line alone: what else is below it, nobody here can explain. */
    private List<Vouched> mirrored(NodeId log) throws Refusal {
        Optional<LogQueries.Mirrored> mirrored = logs.mirrored(log);
        if (mirrored.isEmpty()) {
            return List.of();
        }
        try {
            byte[] served = mirrored.get().note().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Introductions node = Introductions.read(log, logs.introductions(log), new DataIntegrity(verifier));
            SignedCheckpoint read = SignedCheckpoint.read(served, log, node::checkpointKeys, verifier);
            SignedNote plain = SignedNote.of(
                    read.checkpoint().text() + read.extension(),
                    read.checkpoint().origin(),
                    read.signer(),
                    read.signature());
            return read.size() <= mirrored.get().size()
                    ? List.of(new Vouched(read.size(), plain.bytes(), List.of()))
                    : List.of();
        } catch (LogFault | SignatureFault | RecordFault e) {
            throw new Refusal("no-credential", "the log of " + log + " can't be vouched for now: " + e.getMessage());
        }
    }

    private Multiproof proof(List<Place> places, long size) {
        int log = places.get(0).log();
        try {
            return Multiproof.prove(
                    places.stream().map(Place::index).toList(),
                    size,
                    Tiles.nodes(size, path -> Tiles.encode(logs.tile(log, path.level(), path.start(), path.width()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OqxRecord read(byte[] published) {
        try {
            return RecordReader.read(published);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was stored can't be read", e);
        }
    }

    private static Refusal gone() {
        return new Refusal("no-credential", "a record that the credential needs is not here any more");
    }
}
