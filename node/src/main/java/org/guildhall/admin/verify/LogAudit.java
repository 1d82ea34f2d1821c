package org.guildhall.admin.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogRows;
import org.guildhall.store.LogRows.Row;
import org.guildhall.store.LogRows.Tile;

/**
 * Verifies one stored log in one pass: entries hash to the root that was signed, payloads are those the entries name, each
 * record says what its entry says and was signed by a key that was good at its index. Holds a page of 256 frames at a time,
 * however long the log is. For one use, by one thread; payloads are read and proofs checked by the workers.
 */
final class LogAudit {
    private static final int PAGE = 256;
    private static final int TILE_LEVELS = 8;
    private static final int FIRST_FINDINGS = 20;
    private static final int PAYLOAD = 0;
    private static final long OWN = -1;
    private static final int WHOLE_LOG = -1;

    /** What reading a payload and checking its proof came to. */
    private record Checked(Row row, Optional<OqxRecord> record, Optional<Finding> finding) {}

    private final LogRows log;
    private final boolean own;
    private final Verifier verifier;
    private final DataIntegrity proofs;
    private final ExecutorService workers;
    private final KeyHistory keys = new KeyHistory();
    private final CompactRange range = CompactRange.empty();
    private final List<Finding> first = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private Optional<Checkpoint> claimed = Optional.empty();
    private Optional<TreeHash> rootAtClaim = Optional.empty();
    private long faults;
    private long records;
    private long holes;
    private long setBack;
    private long lastTime;

    LogAudit(LogRows log, boolean own, Verifier verifier, ExecutorService workers) {
        this.log = log;
        this.own = own;
        this.verifier = verifier;
        this.proofs = new DataIntegrity(verifier);
        this.workers = workers;
    }

    /** @param progress is told how many entries were verified, after each page */
    LogReport run(LongConsumer progress) throws InterruptedException {
        boolean withTiles = log.hasTiles();
        readClaim();
        boolean complete = true;
        while (complete && range.size() < log.size()) {
            int count = (int) Math.min(PAGE, log.size() - range.size());
            List<Row> rows = log.rows(range.size(), count);
            complete = isComplete(rows, count);
            List<Future<Checked>> checking = new ArrayList<>(rows.size());
            for (Row row : rows) {
                checking.add(workers.submit(() -> check(row)));
            }
            rows.forEach(this::grow);
            if (withTiles) {
                compareTiles();
            }
            for (Future<Checked> checked : checking) {
                judge(result(checked));
            }
            progress.accept(range.size());
        }
        if (complete) {
            compareEnd();
        }
        return new LogReport(
                log.node(),
                own,
                range.size(),
                range.root(),
                records,
                holes,
                setBack,
                claimed.map(Checkpoint::size),
                faults,
                List.copyOf(first));
    }

    /** The rows must be the positions asked for, none missing; those before a gap are still verified. */
    private boolean isComplete(List<Row> rows, int count) {
        for (int i = 0; i < count; i++) {
            long expected = range.size() + i;
            if (i >= rows.size() || rows.get(i).index() != expected) {
                rows.subList(Math.min(i, rows.size()), rows.size()).clear();
                report(expected, "missing-entry", "the entry is not in the database; what follows cannot be verified");
                return false;
            }
        }
        return true;
    }

    private void grow(Row row) {
        if (row.entry().time() < lastTime) {
            report(row.index(), "time-order", "logged before the entry it follows");
        }
        lastTime = Math.max(lastTime, row.entry().time());
        range.append(row.entry().leafHash(), (level, index, hash) -> {
            if (level > 0 && level % TILE_LEVELS == 0) {
                tiles.add(new Tile(level / TILE_LEVELS, index, hash));
            }
        });
        if (claimed.isPresent() && claimed.get().size() == range.size()) {
            rootAtClaim = Optional.of(range.root());
        }
    }

    private void compareTiles() {
        for (Tile tile : tiles) {
            List<Tile> stored = log.tiles(tile.level(), tile.index(), 1);
            if (!stored.equals(List.of(tile))) {
                report(
                        WHOLE_LOG,
                        "tile",
                        "hash " + tile.index() + " of tile level " + tile.level() + " is "
                                + (stored.isEmpty() ? "missing" : "wrong"));
            }
        }
        tiles.clear();
    }

    /** On a worker: what can be said of a payload without knowing the log. */
    private Checked check(Row row) {
        byte[] payload = row.payload();
        if (row.form() != PAYLOAD) {
            return new Checked(row, Optional.empty(), Optional.empty());
        }
        if (payload == null) {
            return doubt(row, "payload-missing", "the record's bytes are not in the database");
        }
        if (!Digest.of(payload).equals(row.entry().digest())) {
            return doubt(row, "payload-digest", "the record's bytes are not those the entry names");
        }
        try {
            OqxRecord record = RecordReader.read(payload);
            if (!row.entry().describes(record)) {
                return doubt(row, "entry-mismatch", "the entry does not describe the record");
            }
            proofs.verify(record, record.proof().key());
            return new Checked(row, Optional.of(record), Optional.empty());
        } catch (RecordFault e) {
            return doubt(row, e.code(), String.valueOf(e.getMessage()));
        } catch (SignatureFault e) {
            return doubt(row, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static Checked doubt(Row row, String code, String detail) {
        return new Checked(row, Optional.empty(), Optional.of(new Finding(row.index(), code, detail)));
    }

    /** In the order of the log: may this key say this here? */
    private void judge(Checked checked) {
        Row row = checked.row();
        if (row.form() != PAYLOAD) {
            holes++;
            return;
        }
        if (row.setBack()) {
            setBack++;
        }
        if (checked.finding().isPresent()) {
            Finding finding = checked.finding().get();
            // Bytes that are gone or changed are ours to answer for; a bad record that a peer logged is not.
            if (!row.setBack() || finding.code().startsWith("payload-")) {
                report(finding.index(), finding.code(), finding.detail());
            }
            return;
        }
        OqxRecord record = checked.record().orElseThrow();
        records++;
        boolean ofOwner = record.head().node().equals(log.node());
        if (ofOwner != (row.origin() == OWN)) {
            reportUnlessSetBack(
                    row, "origin-index", "the origin index is −1 for the log owner's own records, and for no other");
            return;
        }
        if (row.index() == 0 && !(ofOwner && record.head().kind() == Kind.NODE)) {
            report(0, "first-entry", "the first entry of a log is its owner's Node record");
        }
        keys.judge(record, ofOwner ? OptionalLong.of(row.index()) : OptionalLong.empty())
                .ifPresent(doubt -> reportUnlessSetBack(row, doubt.code(), doubt.detail()));
    }

    private void reportUnlessSetBack(Row row, String code, String detail) {
        if (!row.setBack()) {
            report(row.index(), code, detail);
        }
    }

    private void readClaim() {
        if (log.checkpoint().isEmpty()) {
            return;
        }
        try {
            claimed = Optional.of(Checkpoint.parse(
                    SignedNote.parse(log.checkpoint().get().getBytes(UTF_8)).text()));
        } catch (SignatureFault | LogFault e) {
            report(WHOLE_LOG, "checkpoint", "the stored checkpoint cannot be read: " + e.getMessage());
        }
    }

    private void compareEnd() {
        if (!Arrays.equals(range.toBytes(), log.compact())) {
            report(WHOLE_LOG, "root-mismatch", "the entries do not hash to the root the database keeps");
        }
        long beyond = log.beyond();
        if (beyond > 0) {
            report(WHOLE_LOG, "beyond-end", beyond + " entries lie behind the end of the log");
        }
        for (Digest digest : log.repeated(FIRST_FINDINGS)) {
            if (own) {
                report(WHOLE_LOG, "duplicate", "the record " + digest + " is in the log more than once");
            }
        }
        if (claimed.isPresent()) {
            compareCheckpoint(claimed.get());
        }
    }

    private void compareCheckpoint(Checkpoint claim) {
        if (rootAtClaim.isEmpty()) {
            report(
                    WHOLE_LOG,
                    "checkpoint",
                    "a checkpoint of " + claim.size() + " entries was signed, but there are only " + range.size());
            return;
        }
        if (!rootAtClaim.get().equals(claim.root())) {
            report(WHOLE_LOG, "root-mismatch", "the first " + claim.size() + " entries do not hash to the signed root");
        }
        try {
            byte[] note = log.checkpoint().orElseThrow().getBytes(UTF_8);
            SignedCheckpoint.read(note, log.node(), keys.signersAt(log.node(), claim.size()), verifier);
        } catch (SignatureFault | LogFault e) {
            report(WHOLE_LOG, "checkpoint-key", "the checkpoint's signature is not good: " + e.getMessage());
        }
    }

    private void report(long index, String code, String detail) {
        faults++;
        if (first.size() < FIRST_FINDINGS) {
            first.add(new Finding(index, code, detail));
        }
    }

    private static Checked result(Future<Checked> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a payload could not be checked", e.getCause());
        }
    }
}
