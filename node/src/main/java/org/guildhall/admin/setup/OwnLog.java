package org.guildhall.admin.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.HashReader;
import org.guildhall.log.InclusionProof;
import org.guildhall.log.LogFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.guildhall.store.LogQueries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is looked at before a node signs anything: that the database holds this node's log, that the log's end fits its
 * tree, and that it continues what the node is known to have signed. Takes some queries, however long the log is; {@code
 * log verify} looks at everything.
 */
public final class OwnLog {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLog.class);

    private final DataDirectory directory;
    private final LogQueries queries;
    private final NodeId self;

    public OwnLog(DataDirectory directory, LogQueries queries, NodeId self) {
        this.directory = directory;
        this.queries = queries;
        this.self = self;
    }

    /**
     * Checks it.
     *
     * @param signing the key that the node is about to sign with
     * @param mayCatchUp whether there are peers who may keep what is missing of a log that was put back
     * @return how many entries the node is known to have signed, 0 if nothing is known
     * @throws SetupFault when the node must not be started like this
     */
    public long check(Multikey signing, boolean mayCatchUp) throws SetupFault {
        int number = queries.number(self)
                .orElseThrow(() -> new SetupFault("the database does not hold the log of " + self
                        + ". Does \"database\" in config.json name the right one?"));
        CompactRange range = queries.state(number)
                .map(LogQueries.State::range)
                .filter(found -> found.size() > 0)
                .orElseThrow(() -> new SetupFault("the log of " + self
                        + " in the database is empty. Does \"database\" in" + " config.json name the right one?"));
        if (!mayCatchUp && !queries.keys(number).contains(signing)) {
            throw new SetupFault("the signing key in " + directory.signingKey()
                    + " is not one that the newest Node record" + " of this node names. Put the right one there.");
        }
        HashReader tree = Tiles.nodes(
                range.size(), path -> Tiles.encode(queries.tile(number, path.level(), path.start(), path.width())));
        try {
            checkEnd(number, range, tree);
            Optional<Checkpoint> published = published();
            if (published.isPresent()) {
                checkContinues(published.get(), range, tree, mayCatchUp);
            }
            return published.map(Checkpoint::size).orElse(0L);
        } catch (IOException | IllegalStateException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void checkEnd(int number, CompactRange range, HashReader tree) throws IOException, SetupFault {
        long last = range.size() - 1;
        TreeHash leaf = queries.entries(number, last, 1).get(0).leafHash();
        if (!InclusionProof.prove(last, range.size(), tree).verify(leaf, range.root())) {
            throw damaged("the newest entry is not under the root");
        }
    }

    private void checkContinues(Checkpoint published, CompactRange range, HashReader tree, boolean mayCatchUp)
            throws IOException, SetupFault {
        String wayOut =
                " Starting would sign a second history of the log, which peers detect and answer by ceasing to follow."
                        + " Bring back the newest database; only if it is lost for good and you accept that, remove "
                        + directory.published() + ".";
        if (!published.origin().equals(Checkpoint.origin(self))) {
            throw new SetupFault(directory.published() + " is of another node: " + published.origin()
                    + ". Is this directory put together from two?");
        }
        if (published.size() > range.size()) {
            if (mayCatchUp) {
                return; // nothing is signed before the rest is here
            }
            throw new SetupFault("the database is older than what this node has published: it holds " + range.size()
                    + " entries, and a checkpoint of " + published.size() + " was signed." + wayOut);
        }
        if (!ConsistencyProof.prove(published.size(), range.size(), tree).verify(published.root(), range.root())) {
            throw new SetupFault("the database holds another history than this node has published: the first "
                    + published.size() + " entries do not hash to the root that was signed." + wayOut);
        }
    }

    private SetupFault damaged(String what) {
        return new SetupFault("the log in the database is damaged: " + what
                + ". Find out what with `guildhall log verify" + " --data " + directory + "`, and restore a backup.");
    }

    private Optional<Checkpoint> published() throws IOException, SetupFault {
        if (!Files.exists(directory.published())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.parse(
                    SignedNote.parse(Files.readAllBytes(directory.published())).text()));
        } catch (SignatureFault | LogFault e) {
            throw new SetupFault(
                    directory.published() + " cannot be read: " + e.getMessage() + ". If it was damaged, remove"
                            + " it; but then nothing warns of a database that was put back to an earlier state.");
        }
    }

    /**
     * The checkpoint that this node signed last, as kept beside the database; empty when the database is older.
     *
     * @throws SetupFault when there is one that no key of this node signed
     */
    public Optional<SignedCheckpoint> remembered(Verifier verifier) throws SetupFault {
        try {
            if (!Files.exists(directory.published())) {
                return Optional.empty();
            }
            int number = queries.number(self).orElseThrow();
            long size = queries.state(number)
                    .map(LogQueries.State::range)
                    .map(CompactRange::size)
                    .orElse(0L);
            if (published().map(Checkpoint::size).orElse(0L) > size) {
                return Optional.empty(); // perhaps by a key that is introduced in what is missing here
            }
            return Optional.of(SignedCheckpoint.read(
                    Files.readAllBytes(directory.published()), self, queries.keys(number), verifier));
        } catch (IOException | SignatureFault | LogFault e) {
            throw new SetupFault(
                    directory.published() + " cannot be used: " + e.getMessage() + ". If it was damaged, remove it.");
        }
    }

    /** The note kept beside the database, if there is one. */
    public static Optional<String> publishedNote(DataDirectory directory) throws IOException {
        return Files.exists(directory.published())
                ? Optional.of(Files.readString(directory.published(), UTF_8))
                : Optional.empty();
    }

    /** Keeps what was just signed; for the listener of new checkpoints, on one thread. */
    public void remember(SignedCheckpoint signed) {
        try {
            Path fresh = directory.root().resolve("checkpoint.new");
            Files.write(fresh, signed.note());
            Files.move(fresh, directory.published(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Only the guard against an old database suffers; the log itself is in the database.
            LOG.warn("the checkpoint could not be kept in {}: {}", directory.published(), e.getMessage());
        }
    }
}
