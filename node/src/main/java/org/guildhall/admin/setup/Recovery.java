package org.guildhall.admin.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.guildhall.admin.verify.LogReport;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.admission.Restoration;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.peering.outgoing.SignedReading;
import org.guildhall.peering.recovery.OwnMirror;
import org.guildhall.peering.recovery.RecoveryFault;
import org.guildhall.peering.recovery.Retrieval;
import org.guildhall.peering.recovery.StoredLog;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Settings;
import org.guildhall.store.Writer;

/**
 * Makes a node anew from its keys and what its peers keep of its log (OQX, chapter Mirrors §3). Everything is put together beside
 * the data directory and takes its place when it is whole and verified; an attempt that was cut off is begun again.
 */
public final class Recovery {
    private static final int AT_ONCE = 8 * Frame.PAGE;

    private final Reading http;
    private final Verifier verifier;
    private final Clock clock;
    private final SecureRandom random;

    public Recovery(Reading http, Verifier verifier, Clock clock, SecureRandom random) {
        this.http = http;
        this.verifier = verifier;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The keys that are left of a node.
     *
     * @param directory where they lie; all key files there are taken over
     */
    public record Keys(NodeId node, SigningKey signing, Path directory) {}

    /** A peer and what it keeps of us. */
    public record Asked(Origin peer, OwnMirror mirror, OwnMirror.Answer answer) {
        public Optional<SignedCheckpoint> head() {
            return answer instanceof OwnMirror.Answer.Head head ? Optional.of(head.checkpoint()) : Optional.empty();
        }

        /** What it served that we never signed; empty when nothing is known against it. */
        public Optional<String> lie() {
            return answer instanceof OwnMirror.Answer.Unbelievable lie
                    ? Optional.of(lie.what())
                    : Optional.ofNullable(mirror.lie());
        }
    }

    /** What was brought back. */
    public record Done(long entries, TreeHash root, long holes, NodeProfile profile, Config config) {}

    /** How the node is to be run, once its own record is known. */
    public interface Configuring {
        Config of(NodeProfile profile) throws SetupFault;
    }

    /** Asks every peer for the newest checkpoint of the node's log that it keeps. */
    public List<Asked> ask(Keys keys, List<Origin> peers) throws InterruptedException {
        ExecutorService asking = threads();
        try {
            List<Asked> answers = new ArrayList<>();
            // What is for peers only is shown to none but its owner.
            Reading signed = new SignedReading(
                    http, new RequestSigner(new HttpSignature(verifier, clock), keys::signing, random));
            List<OwnMirror> mirrors = peers.stream()
                    .map(peer -> new OwnMirror(signed, peer, keys.node()))
                    .toList();
            List<Future<OwnMirror.Answer>> questions = new ArrayList<>();
            for (OwnMirror mirror : mirrors) {
                questions.add(asking.submit(
                        () -> mirror.ask(keys.node(), List.of(keys.signing().publicKey()), List.of(), verifier)));
            }
            for (int i = 0; i < mirrors.size(); i++) {
                answers.add(
                        new Asked(peers.get(i), mirrors.get(i), questions.get(i).get()));
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a peer could not be asked", e.getCause());
        } finally {
            asking.shutdownNow();
        }
    }

    /**
     * The largest checkpoint that any of them keeps and the key at hand has signed.
     *
     * @throws SetupFault when none keeps one, or two contradict each other
     */
    public static SignedCheckpoint newest(List<Asked> asked) throws SetupFault {
        Optional<SignedCheckpoint> largest = asked.stream()
                .flatMap(one -> one.head().stream())
                .max(Comparator.comparingLong(SignedCheckpoint::size));
        if (largest.isEmpty()) {
            requireKey(asked, other -> false);
            throw nowhere(asked);
        }
        SignedCheckpoint newest = largest.get();
        for (Asked one : asked) {
            if (one.head().isPresent()
                    && one.head().get().size() == newest.size()
                    && !one.head().get().root().equals(newest.root())) {
                throw contradiction(one);
            }
        }
        return newest;
    }

    /**
     * Refuses where a peer keeps what another key of the node has signed.
     *
     * @param known whether the history that was brought explains that key
     */
    private static void requireKey(List<Asked> asked, Predicate<OwnMirror.Answer.OtherKey> known) throws SetupFault {
        for (Asked one : asked) {
            if (one.answer() instanceof OwnMirror.Answer.OtherKey other && !known.test(other)) {
                throw new SetupFault(one.peer() + " keeps " + other.size() + " entries signed by " + other.key()
                        + ", which a record there names as this node's key. Nothing was made. Bring the signing.key"
                        + " that says \"public " + other.key()
                        + "\"; if that peer is not to be believed, leave it out.");
            }
        }
    }

    /** A key of before may have signed a part of this history; more than that only one that was given up (OQX-WIT-058). */
    private static boolean explains(Introductions log, long size, OwnMirror.Answer.OtherKey other) {
        return log.everListed().contains(other.key())
                && (other.size() <= size || log.givenUp().contains(other.key()));
    }

    private static SetupFault nowhere(List<Asked> asked) {
        StringBuilder silent = new StringBuilder();
        for (Asked one : asked) {
            if (one.answer() instanceof OwnMirror.Answer.Silent fault) {
                silent.append(' ')
                        .append(one.peer())
                        .append(" did not answer: ")
                        .append(fault.why())
                        .append('.');
            }
        }
        return new SetupFault("none of these peers showed a checkpoint that the signing key has signed." + silent
                + " Name others with --from-peer; if the signing key was replaced since, bring the newest.");
    }

    private static SetupFault contradiction(Asked one) {
        return new SetupFault("two histories bear the signature of this node's key, and " + one.peer()
                + " keeps the other one. Nothing was made. Find out with your peers which one is true, and name only peers that"
                + " keep that one.");
    }

    /**
     * Brings the log back and makes the data directory.
     *
     * @param data where it shall be; must not exist, or be empty
     * @param provisional says which database, before the node's record is known
     * @param progress is told how many entries are there
     */
    public Done run(
            Keys keys, List<Asked> asked, Path data, Config provisional, Configuring configuring, LongConsumer progress)
            throws SetupFault, InterruptedException {
        SignedCheckpoint target = newest(asked);
        try (DirectoryInMaking making = DirectoryInMaking.at(data)) {
            DataDirectory directory = making.directory();
            Done done;
            try (Database database = directory.openDatabase(provisional)) {
                Installation.refuseUsed(database, directory, provisional);
                done = fill(keys, asked, target, database, configuring, progress);
            }
            takeKeys(keys.directory(), directory);
            directory.writeAdminToken(random);
            directory.writeNode(keys.node());
            Files.write(directory.published(), target.note());
            directory.writeConfig(done.config());
            making.finish();
            return done;
        } catch (IOException | SQLException e) {
            throw new SetupFault("the node could not be made anew: " + e.getMessage() + ". Nothing was kept.", e);
        }
    }

    private Done fill(
            Keys keys,
            List<Asked> asked,
            SignedCheckpoint target,
            Database database,
            Configuring configuring,
            LongConsumer progress)
            throws SetupFault, InterruptedException, SQLException {
        ExecutorService fetching = threads();
        try (Writer writer = Writer.open(database, keys.node(), clock)) {
            List<OwnMirror> holders = asked.stream()
                    .filter(one -> one.head().map(SignedCheckpoint::size).orElse(0L) >= target.size())
                    .map(Asked::mirror)
                    .toList();
            Storing storing = new Storing(writer, progress);
            new Retrieval(keys.node(), holders, target, fetching).run(Retrieval.NOTHING, storing);
            storing.flush();
            LogQueries queries = new LogQueries(database);
            StoredLog stored = StoredLog.of(queries, writer.self());
            for (Asked one : asked) {
                if (one.head().isPresent()
                        && !stored.rootAt(one.head().get().size())
                                .equals(one.head().get().root())) {
                    throw contradiction(one);
                }
            }
            long holes = verify(database, keys.node());
            Introductions introductions = introductions(queries, keys.node());
            requireKey(asked, other -> explains(introductions, target.size(), other));
            if (!queries.speaks(writer.self(), keys.signing().publicKey())) {
                throw new SetupFault("the signing key in " + keys.directory()
                        + " is no longer good: the node has replaced it. Bring the newest. Nothing was made.");
            }
            NodeProfile profile = introductions.newest();
            writer.submit(tx -> {
                        new Settings(tx.sql()).set(Settings.REGISTRATION, "invitation");
                        return true;
                    })
                    .get();
            return new Done(stored.size(), target.root(), holes, profile, configuring.of(profile));
        } catch (RecoveryFault fault) {
            requireKey(asked, other -> other.size() <= target.size());
            throw new SetupFault(fault.getMessage() + ". Nothing was made; try again, or name more peers.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was brought could not be stored", e.getCause());
        } finally {
            fetching.shutdownNow();
        }
    }

    /** Every signature once more, now that all keys are known; how many holes there are. */
    private long verify(Database database, NodeId node) throws SetupFault, InterruptedException {
        LogReport report = new LogVerification(database, node, verifier)
                .run(Optional.of(node), Optional.empty(), (log, done, all) -> {})
                .get(0);
        if (report.faults() > 0) {
            throw new SetupFault("what was brought back is not in order: "
                    + report.first().get(0).detail() + ". Nothing was made.");
        }
        return report.holes();
    }

    private Introductions introductions(LogQueries queries, NodeId node) {
        try {
            return Introductions.read(node, queries.introductions(node), new DataIntegrity(verifier));
        } catch (RecordFault | SignatureFault e) {
            throw new IllegalStateException("a record that was verified can't be read", e);
        }
    }

    /** Takes over all keys that lie in a directory. */
    static void takeKeys(Path from, DataDirectory directory) throws IOException {
        for (Path known : List.of(directory.signingKey(), directory.identityKey(), directory.nextIdentityKey())) {
            Path brought = from.resolve(known.getFileName());
            if (Files.exists(brought)) {
                KeyFile.create(known, KeyFile.read(brought));
            }
        }
    }

    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "recover");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Some pages a transaction; one is stored while the next are fetched. Owned by the thread that recovers. */
    private static final class Storing implements Retrieval.Sink {
        private final Writer writer;
        private final LongConsumer progress;
        private final List<Frame> waiting = new ArrayList<>();
        private long from;

        Storing(Writer writer, LongConsumer progress) {
            this.writer = writer;
            this.progress = progress;
        }

        @Override
        public void take(long at, List<Frame> frames) throws InterruptedException {
            waiting.addAll(frames);
            if (waiting.size() >= AT_ONCE) {
                flush();
            }
        }

        void flush() throws InterruptedException {
            if (waiting.isEmpty()) {
                return;
            }
            try {
                Restoration.append(writer, from, List.copyOf(waiting)).get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("what was brought could not be stored", e.getCause());
            }
            from += waiting.size();
            waiting.clear();
            progress.accept(from);
        }
    }
}
