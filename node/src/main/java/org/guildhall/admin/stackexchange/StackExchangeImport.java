package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;

/**
 * Brings a Stack Exchange dump here: authors as members without an account, questions, answers and comments with their
 * edits, accepted answers, links, votes as tallies of this node, tag wikis as topic descriptions. Everything passes the same
 * gate as what members write, many records in a transaction.
 *
 * <p>It can be repeated: the same dump again changes nothing, a later one of the same site brings what is new, and an import
 * that was cut off goes on where it stopped. It never deletes.
 */
public final class StackExchangeImport {

    /** Objects in one transaction: enough to share a sync, few enough not to keep members waiting. */
    private static final int OBJECTS_AT_ONCE = 200;

    /** Batches that may wait for the writer while the next is made. */
    private static final int BATCHES_AHEAD = 2;

    /**
     * What to import.
     *
     * @param directory holds Posts.xml, Users.xml and as many of their neighbours as there are
     * @param language the BCP 47 tag of the texts
     * @param dryRun find out what would be done, and do nothing
     */
    public record Request(Path directory, Site site, String language, boolean dryRun) {}

    private final Admission admission;
    private final NodeId self;
    private final Path scratch;
    private final Clock clock;

    /**
     * An importer for a node.
     *
     * @param scratch an existing directory with room for a copy of the dump's texts, which are deleted again
     */
    public StackExchangeImport(Admission admission, NodeId self, Path scratch, Clock clock) {
        this.admission = admission;
        this.self = self;
        this.scratch = scratch;
        this.clock = clock;
    }

    /**
     * Imports; takes as long as it takes, on the calling thread.
     *
     * @param progress may throw to stop the import; what was written until then stays
     * @throws DumpFault when the dump cannot be read; what was written until then stays
     * @throws IOException when the disk or the store fails
     */
    public ImportReport run(Request request, ImportProgress progress) throws IOException {
        Instant start = clock.instant();
        Findings findings = new Findings();
        Run run = new Run(request, findings);
        new DumpReader(request.directory(), request.site(), scratch, DumpReader.BUCKET_BYTES, findings, progress)
                .read(run);
        run.finish();
        Ledger ledger = run.ledger;
        ledger.findings().addAll(findings);
        return new ImportReport(
                request.site(),
                request.dryRun(),
                Duration.between(start, clock.instant()),
                ledger.findings().counts(),
                ledger.changes(),
                ledger.findings().found());
    }

    /** One run: collects what the reader hands out into batches and sends them to the gate. */
    private final class Run implements DumpSink {

        private final Request request;
        private final Findings findings;
        private final Bodies bodies;
        private final Ledger ledger = new Ledger();
        private final Topics topics;
        private final Deque<Sent> sent = new ArrayDeque<>();
        private MemberBatch members;
        private ThreadBatch threads;
        private LinkBatch links;

        Run(Request request, Findings findings) {
            this.request = request;
            this.findings = findings;
            this.bodies = new Bodies(self, request.site(), request.language());
            this.topics = new Topics(request.site());
            this.members = new MemberBatch(bodies);
            this.threads = new ThreadBatch(bodies, self);
            this.links = new LinkBatch(bodies, self);
        }

        @Override
        public void member(Member member) throws IOException {
            findings.count("members", 1);
            members.add(member);
            if (members.size() >= OBJECTS_AT_ONCE) {
                sendMembers();
            }
        }

        @Override
        public void thread(DumpThread thread) throws IOException {
            count(thread);
            threads.add(thread);
            if (threads.size() >= OBJECTS_AT_ONCE) {
                sendThreads();
            }
        }

        @Override
        public void link(ThreadLink link) throws IOException {
            findings.count("links", 1);
            links.add(link);
            if (links.size() >= OBJECTS_AT_ONCE) {
                sendLinks();
            }
        }

        @Override
        public void topic(Topic topic) {
            findings.count("topics", 1);
            topics.add(topic);
        }

        void finish() throws IOException {
            sendMembers();
            sendThreads();
            sendLinks();
            send((desk, oneByOne) -> topics.perform(desk, request.dryRun()));
            while (!sent.isEmpty()) {
                await(sent.remove());
            }
        }

        private void sendMembers() throws IOException {
            MemberBatch batch = members;
            if (batch.size() == 0) {
                return;
            }
            members = new MemberBatch(bodies);
            send((desk, oneByOne) -> batch.perform(desk, request.dryRun(), oneByOne));
        }

        /** Authors first: the gate wants to know who speaks. */
        private void sendThreads() throws IOException {
            sendMembers();
            ThreadBatch batch = threads;
            if (batch.size() == 0) {
                return;
            }
            threads = new ThreadBatch(bodies, self);
            send((desk, oneByOne) -> batch.perform(desk, request.dryRun(), oneByOne));
            if (!request.dryRun()) {
                Set<ObjectKey> touched = batch.threads();
                send((desk, oneByOne) -> {
                    Counter.publish(desk, touched);
                    return new Ledger();
                });
            }
        }

        private void sendLinks() throws IOException {
            sendThreads();
            LinkBatch batch = links;
            if (batch.size() == 0) {
                return;
            }
            links = new LinkBatch(bodies, self);
            send((desk, oneByOne) -> batch.perform(desk, request.dryRun(), oneByOne));
        }

        private void count(DumpThread thread) {
            findings.count("questions", 1);
            findings.count("answers", thread.answers().size());
            findings.count("accepted", thread.accepted().isPresent() ? 1 : 0);
            int votes = count(thread.question());
            for (DumpThread.Post answer : thread.answers()) {
                votes += count(answer);
            }
            findings.count("tallies", votes > 0 ? 1 : 0);
        }

        /** Also counts; returns the votes on the post and its comments. */
        private int count(DumpThread.Post post) {
            findings.count("edits", post.revisions().size() - 1);
            findings.count("comments", post.comments().size());
            findings.count("votes-up", post.votes().up());
            findings.count("votes-down", post.votes().down());
            findings.count(ImportReport.LICENSE + post.newest().license(), 1);
            int remarks = 0;
            for (DumpThread.Comment comment : post.comments()) {
                remarks += comment.up();
                findings.count(ImportReport.LICENSE + comment.license(), 1);
            }
            findings.count("comment-votes", remarks);
            return post.votes().up() + post.votes().down() + remarks;
        }

        private void send(Batch batch) throws IOException {
            sent.add(new Sent(batch, admission.publish(desk -> batch.perform(desk, false))));
            while (sent.size() > BATCHES_AHEAD) {
                await(sent.remove());
            }
        }

        /** A batch that the gate refused is sent again, each record by itself, so that one cannot stop the others. */
        private void await(Sent batch) throws IOException {
            try {
                ledger.addAll(result(batch.done()));
            } catch (Refusal refusal) {
                try {
                    ledger.addAll(result(admission.publish(desk -> batch.batch().perform(desk, true))));
                } catch (Refusal again) {
                    ledger.findings().add(Finding.REFUSED, again.code() + ", " + again.getMessage());
                }
            }
        }
    }

    private interface Batch {
        Ledger perform(Desk desk, boolean oneByOne) throws Exception;
    }

    private record Sent(Batch batch, CompletableFuture<Ledger> done) {}

    private static Ledger result(CompletableFuture<Ledger> done) throws Refusal, IOException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IOException("the store could not take the import", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the import was interrupted", e);
        }
    }
}
