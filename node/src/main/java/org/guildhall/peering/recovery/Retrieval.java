package org.guildhall.peering.recovery;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.guildhall.log.Frame;
import org.guildhall.log.LogFault;
import org.guildhall.log.PageTree;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/**
 * Reads what is missing of our own log from several mirrors at once, up to a checkpoint that a key of ours signed. First the
 * hashes of all pages, which must lead to the signed root; then each page, from the mirrors in turn, which must be the one with
 * that hash. So a mirror that serves something else is known by name at once, and the others go on. Belongs to one thread.
 */
public final class Retrieval {
    private static final int AHEAD = 6;

    private final NodeId self;
    private final List<OwnMirror> mirrors;
    private final SignedCheckpoint target;
    private final ExecutorService fetching;

    /** Takes the frames as they come, in order. */
    public interface Sink {
        void take(long from, List<Frame> frames) throws RecoveryFault, InterruptedException;
    }

    /** What we hold of the log already. */
    public interface Held {
        long size();

        /** The hash of a page that we hold whole. */
        TreeHash page(long number) throws IOException;

        /** The leaf hash of an entry that we hold. */
        TreeHash leaf(long index) throws IOException;
    }

    /** For who holds nothing. */
    public static final Held NOTHING = new Held() {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public TreeHash page(long number) {
            throw new IllegalStateException("there is no page");
        }

        @Override
        public TreeHash leaf(long index) {
            throw new IllegalStateException("there is no entry");
        }
    };

    /** @param mirrors those that hold at least what {@code target} covers */
    public Retrieval(NodeId self, List<OwnMirror> mirrors, SignedCheckpoint target, ExecutorService fetching) {
        this.self = self;
        this.mirrors = List.copyOf(mirrors);
        this.target = target;
        this.fetching = fetching;
    }

    /**
     * Hands over all frames from {@code held.size()} to the target.
     *
     * @throws RecoveryFault as a contradiction when what is held does not begin what was signed; otherwise when no mirror
     *     could give what is missing
     */
    public void run(Held held, Sink sink) throws RecoveryFault, InterruptedException {
        PageTree tree = tree();
        try {
            compare(held, tree);
            Deque<Future<List<Frame>>> coming = new ArrayDeque<>();
            long asked = held.size() / Frame.PAGE;
            long next = held.size();
            while (next < target.size()) {
                while (coming.size() < AHEAD && asked * Frame.PAGE < target.size()) {
                    long number = asked++;
                    coming.add(fetching.submit(() -> page(number, tree)));
                }
                long first = next / Frame.PAGE * Frame.PAGE;
                List<Frame> frames = await(coming.remove());
                for (long index = first; index < next; index++) {
                    if (!frames.get((int) (index - first)).entry().leafHash().equals(held.leaf(index))) {
                        throw contradiction(index);
                    }
                }
                sink.take(next, frames.subList((int) (next - first), frames.size()));
                next = first + frames.size();
            }
        } catch (IOException e) {
            throw new IllegalStateException("our own tree can't be read", e);
        }
    }

    /** The hashes of all pages, from the first mirror whose tiles lead to the signed root. */
    private PageTree tree() throws RecoveryFault {
        List<String> reasons = new ArrayList<>();
        for (OwnMirror mirror : mirrors) {
            if (mirror.lie() == null) {
                try {
                    PageTree tree = PageTree.read(target.size(), mirror::tile);
                    if (tree.root().equals(target.root())) {
                        return tree;
                    }
                    mirror.caught("hashes that do not lead to the root that we signed");
                } catch (IOException e) {
                    reasons.add(mirror + ": " + e.getMessage());
                }
            }
        }
        throw RecoveryFault.unavailable(
                "no mirror has the hashes of the " + target.size() + " entries; " + String.join("; ", reasons));
    }

    private void compare(Held held, PageTree tree) throws IOException, RecoveryFault {
        for (long page = 0; page < held.size() / Frame.PAGE; page++) {
            if (!held.page(page).equals(tree.page(page))) {
                throw contradiction(page * Frame.PAGE);
            }
        }
    }

    private RecoveryFault contradiction(long index) {
        return RecoveryFault.contradiction("a checkpoint of " + target.size()
                + " entries bears our signature, and from entry " + index + " on (or in its page) our log is another");
    }

    /**
     * On a fetching thread: the page as it was signed, from whoever has it; each begins with another mirror. A hole says nothing of
     * what was there, so it is taken only if no mirror has the bytes.
     */
    private List<Frame> page(long number, PageTree tree) throws RecoveryFault, InterruptedException {
        List<String> reasons = new ArrayList<>();
        List<Frame> best = List.of();
        for (int i = 0; i < mirrors.size(); i++) {
            OwnMirror mirror = mirrors.get((int) ((number + i) % mirrors.size()));
            if (mirror.lie() == null) {
                try {
                    List<Frame> page = checked(mirror, number, tree);
                    best = best.isEmpty() ? page : filled(best, page);
                    if (best.stream().noneMatch(Retrieval::isHole)) {
                        return best;
                    }
                } catch (LogFault e) {
                    mirror.caught("page " + number + ": " + e.getMessage());
                } catch (FetchFault e) {
                    reasons.add(mirror + ": " + e.getMessage());
                }
            }
        }
        if (best.isEmpty()) {
            throw RecoveryFault.unavailable(
                    "no mirror has page " + number + " as it was signed; " + String.join("; ", reasons));
        }
        return best;
    }

    private List<Frame> checked(OwnMirror mirror, long number, PageTree tree)
            throws FetchFault, LogFault, InterruptedException {
        int width = (int) Math.min(Frame.PAGE, target.size() - number * Frame.PAGE);
        List<Frame> all = mirror.page(number);
        List<Frame> frames = all.subList(0, Math.min(width, all.size()));
        if (!tree.isPage(number, frames)) {
            throw new LogFault("root-mismatch", "other entries than we signed");
        }
        for (Frame frame : frames) {
            requireOwn(frame);
        }
        return frames;
    }

    /** The payload is under the signed root by its digest; the origin index is not, so it is held against the record. */
    private void requireOwn(Frame frame) throws LogFault {
        if (!frame.isIntact()) {
            throw new LogFault("payload-digest", "a record that is not the one its entry names");
        }
        if (frame.content() instanceof Frame.Content.Payload payload) {
            try {
                boolean own = RecordReader.read(payload.bytes()).head().node().equals(self);
                if (own != (frame.origin() == Frame.OWN)) {
                    throw new LogFault("origin-index", "our own records and others' are confused");
                }
            } catch (RecordFault e) {
                throw new LogFault(e.code(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static boolean isHole(Frame frame) {
        return !(frame.content() instanceof Frame.Content.Payload);
    }

    private static List<Frame> filled(List<Frame> page, List<Frame> other) {
        List<Frame> both = new ArrayList<>(page);
        for (int i = 0; i < page.size(); i++) {
            if (isHole(page.get(i))) {
                both.set(i, other.get(i));
            }
        }
        return both;
    }

    private static List<Frame> await(Future<List<Frame>> page) throws RecoveryFault, InterruptedException {
        try {
            return page.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecoveryFault fault) {
                throw fault;
            }
            throw new IllegalStateException("a page could not be looked at", e.getCause());
        }
    }
}
