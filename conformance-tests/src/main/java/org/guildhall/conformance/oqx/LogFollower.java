package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows one log as chapter 04 says, from the responses it is given. It keeps everything in memory, and all leaf hashes, so it suits
 * suites and small logs; the chapter asks for neither.
 */
public final class LogFollower {
    private final String node;
    private final Ed25519 rule;
    private final Map<String, NodeChain> chains = new HashMap<>();
    private final List<Frame> held = new ArrayList<>();
    private final List<byte[]> leaves = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private final Map<Long, SignedRecord> taken = new TreeMap<>();
    private final Map<Ref, List<SignedRecord>> byObject = new HashMap<>();
    private final Map<Long, Long> origins = new HashMap<>();
    private final List<Long> conflicts = new ArrayList<>();
    private final Set<String> digests = new HashSet<>();
    /** What was erased by its owner: no record of it, or opinion on it, has an effect (OQX-ERA-010). */
    private final Set<Ref> erased = new HashSet<>();

    private Tree tree = new Tree();
    private long lastTime;
    /** Whom the log is for, as its first entry says (OQX-LOG-080). */
    private String audience = "public";

    public LogFollower(String node, Ed25519 rule) {
        this.node = node;
        this.rule = rule;
    }

    /** Takes a discovery document of the followed node, OQX-FOL-003. */
    public void meet(Discovery discovery) throws Fault {
        if (!discovery.node().equals(node)) {
            throw new Fault("node-address", "a document of " + discovery.node() + ", not of " + node);
        }
        // The document's chain was checked as a whole; taking it record by record compares it with what is known.
        meet(discovery.chain().records());
    }

    /** Takes the followed node's Node records in order, wherever they come from: they prove themselves. */
    public void meet(Iterable<SignedRecord> introductions) throws Fault {
        NodeChain known = chain(node);
        for (SignedRecord record : introductions) {
            known.acceptUnplaced(record);
        }
        reconsider(node);
    }

    /** Checks a note against what is known of the node now. */
    public Checkpoint checkpoint(byte[] note) throws Fault {
        return Checkpoint.read(note, node, chain(node), rule);
    }

    /**
     * Goes on to a checkpoint with frames that begin at {@code from} and reach it. Either all of it is taken or, when a fault is
     * thrown, nothing.
     */
    public void advance(byte[] note, long from, byte[] frameBytes) throws Fault {
        Checkpoint target = checkpoint(note);
        List<Frame> frames = Frame.readAll(frameBytes);
        if (!holdsContinuation()) {
            goBack(target, from, frames);
        }
        if (target.size() <= size()) {
            compareWithOwnRoot(target);
            return;
        }
        if (from > size() || from + frames.size() < target.size()) {
            throw new Fault(
                    "frame", "frames from " + from + " on do not reach from " + size() + " to " + target.size());
        }
        List<Frame> fresh = frames.subList((int) (size() - from), (int) (target.size() - from));
        Tree grown = tree.copy();
        for (Frame frame : fresh) {
            frame.checkDigest();
            grown.append(frame.entry().leafHash());
        }
        if (!Arrays.equals(grown.root(), target.root())) {
            throw new Fault("root-mismatch", "the entries do not lead to the signed root at " + target.size());
        }
        if (size() == 0) {
            checkFirst(fresh.get(0));
        }
        for (Frame frame : fresh) {
            judge(frame);
        }
        tree = grown;
    }

    /** Is the newest record that ends a fork, if there is one, entry {@code size} of what is held? */
    private boolean holdsContinuation() {
        List<SignedRecord> all = chain(node).continuations();
        if (all.isEmpty()) {
            return true;
        }
        SignedRecord newest = all.get(all.size() - 1);
        long size = NodeChain.continuedAt(newest);
        return size < size() && Arrays.equals(held.get((int) size).entry().digest(), newest.digest());
    }

    /** OQX-WIT-052: makes sure that it is the history that stands, and leaves nothing that it does not have. */
    private void goBack(Checkpoint target, long from, List<Frame> frames) throws Fault {
        if (from > size() || from + frames.size() < target.size()) {
            throw new Fault("frame", "frames from " + from + " on do not show what stands");
        }
        List<byte[]> shown = new ArrayList<>(leaves.subList(0, (int) from));
        frames.subList(0, (int) Math.max(0, target.size() - from))
                .forEach(frame -> shown.add(frame.entry().leafHash()));
        if (!Arrays.equals(root(shown, target.size()), target.root())) {
            throw new Fault("root-mismatch", "the entries do not lead to the signed root at " + target.size());
        }
        for (SignedRecord record : chain(node).continuations()) {
            long size = NodeChain.continuedAt(record);
            if (size >= target.size() || !Arrays.equals(root(shown, size), continuedRoot(record))) {
                throw new Fault("continuation", "the log is not the one that its node continues at " + size);
            }
        }
        int common = 0;
        while (common < Math.min(leaves.size(), target.size())
                && Arrays.equals(leaves.get(common), shown.get(common))) {
            common++;
        }
        keep(common);
    }

    private static byte[] root(List<byte[]> leaves, long size) {
        Tree tree = new Tree();
        leaves.subList(0, (int) size).forEach(tree::append);
        return tree.root();
    }

    private static byte[] continuedRoot(SignedRecord record) {
        return Base64.getUrlDecoder()
                .decode(record.json().path("continues").path("root").textValue());
    }

    /** Becomes a follower that never read more than the first {@code size} entries, and knows the node as it does now. */
    private void keep(int size) throws Fault {
        if (size == held.size()) {
            return;
        }
        List<Frame> kept = List.copyOf(held.subList(0, size));
        chains.keySet().retainAll(Set.of(node));
        held.clear();
        leaves.clear();
        outcomes.clear();
        taken.clear();
        byObject.clear();
        origins.clear();
        conflicts.clear();
        digests.clear();
        erased.clear();
        lastTime = 0;
        tree = new Tree();
        for (Frame frame : kept) {
            judge(frame);
            tree.append(frame.entry().leafHash());
        }
    }

    private void compareWithOwnRoot(Checkpoint checkpoint) throws Fault {
        if (!Arrays.equals(root(leaves, checkpoint.size()), checkpoint.root())) {
            throw new Fault("equivocation", "another root was signed for size " + checkpoint.size());
        }
    }

    private void checkFirst(Frame frame) throws Fault {
        try {
            SignedRecord record = SignedRecord.read(frame.payload().orElse(new byte[0]));
            if (record.kind().equals("Node") && record.node().equals(node) && record.revision() == 1) {
                audience = audienceOf(record);
                return;
            }
        } catch (Fault e) {
            throw new Fault("first-entry", e.described());
        }
        throw new Fault("first-entry", "the log does not begin with its node's introduction");
    }

    private void judge(Frame frame) throws Fault {
        long index = outcomes.size();
        Entry entry = frame.entry();
        held.add(frame);
        leaves.add(entry.leafHash());
        origins.put(index, frame.origin());
        if (!digests.add(Bytes.hex(entry.digest()))) {
            outcomes.add("duplicate");
        } else if (frame.payload().isEmpty()) {
            outcomes.add("hole");
        } else {
            try {
                SignedRecord record = SignedRecord.read(frame.payload().get());
                if (isErased(record)) {
                    outcomes.add("hole");
                } else {
                    take(index, frame, record);
                    outcomes.add("taken");
                    if (record.kind().equals("Erase")) {
                        erase(ref(record));
                    }
                }
            } catch (Fault e) {
                if (e.code().equals("equivocation") && frame.origin() == -1) {
                    throw e;
                }
                outcomes.add(e.code());
            }
        }
        lastTime = Math.max(lastTime, entry.time());
    }

    /** The table of OQX-FOL-020, from its second row on. */
    private void take(long index, Frame frame, SignedRecord record) throws Fault {
        if (!frame.entry().describes(record)) {
            throw new Fault("entry-mismatch", "the entry says other than its record");
        }
        if (frame.entry().time() < lastTime) {
            throw new Fault("time-order", "the time is below that of an entry before");
        }
        boolean own = record.node().equals(node);
        if (own != (frame.origin() == -1)) {
            throw new Fault("origin-index", "origin index " + frame.origin() + " of a record of " + record.node());
        }
        if (!own && record.kind().equals("Node") && record.revision() == 1 && frame.origin() != 0) {
            throw new Fault("origin-index", "a node's introduction is the first entry of its log");
        }
        if (!audienceOf(record).equals(own ? audience : "public")) {
            throw new Fault("audience", own ? "not for those whom the log is for" : "included, and not for everybody");
        }
        long continued = NodeChain.continuedAt(record);
        if (continued > 0
                && (continued != (own ? index : frame.origin())
                        || (own && !Arrays.equals(root(leaves, index), continuedRoot(record))))) {
            throw new Fault("continuation", "the record is not where the log continues");
        }
        if (record.kind().equals("Node")) {
            if (own) {
                chain(record.node()).accept(record, index);
            } else {
                chain(record.node()).acceptUnplaced(record);
            }
            put(index, record);
            reconsider(record.node());
        } else {
            checkKey(index, record);
            record.proof().verify(rule);
            checkUnmoved(record);
            put(index, record);
        }
    }

    private static String audienceOf(SignedRecord record) {
        return record.json().path("audience").textValue();
    }

    private static Ref ref(SignedRecord record) {
        JsonNode about = record.json().path("about");
        return new Ref(about.path("node").textValue(), about.path("id").textValue());
    }

    private boolean isErased(SignedRecord record) {
        return erased.contains(record.object()) || (record.kind().equals("Label") && erased.contains(ref(record)));
    }

    /** What came before is treated as if it came after. */
    private void erase(Ref object) {
        erased.add(object);
        for (long index : List.copyOf(taken.keySet())) {
            SignedRecord record = taken.get(index);
            if (record != null && isErased(record)) {
                taken.remove(index);
                byObject.getOrDefault(record.object(), new ArrayList<>()).remove(record);
                outcomes.set((int) index, "hole");
            }
        }
    }

    private void checkKey(long index, SignedRecord record) throws Fault {
        rule.checkKey(Multikey.decode(record.proof().multikey(), "bad-proof"));
        long origin = origins.getOrDefault(index, -1L);
        if (origin == -1) {
            chain(record.node()).checkKeyAt(record.proof().multikey(), index);
        } else {
            chain(record.node()).checkIncludedKey(record.proof().multikey());
        }
    }

    private void checkUnmoved(SignedRecord record) throws Fault {
        SignedRecord first = null;
        for (SignedRecord other : byObject.getOrDefault(record.object(), List.of())) {
            if (first == null || other.revision() < first.revision()) {
                first = other;
            }
        }
        for (String name : List.of("kind", "author", "thread", "parent")) {
            if (first != null && !member(first, name).equals(member(record, name))) {
                throw new Fault("moved", name + " is not that of revision " + first.revision());
            }
        }
    }

    private static JsonNode member(SignedRecord record, String name) {
        return record.json().path(name);
    }

    private void put(long index, SignedRecord record) {
        List<SignedRecord> revisions = byObject.computeIfAbsent(record.object(), object -> new ArrayList<>());
        if (revisions.stream().anyMatch(other -> other.revision() == record.revision())) {
            conflicts.add(index);
        }
        revisions.add(record);
        taken.put(index, record);
    }

    /** Takes back what a revocation that has become known covers (OQX-SIG-041). */
    private void reconsider(String of) {
        for (long index : List.copyOf(taken.keySet())) {
            SignedRecord record = taken.get(index);
            if (record != null && record.node().equals(of) && !record.kind().equals("Node")) {
                try {
                    checkKey(index, record);
                } catch (Fault e) {
                    taken.remove(index);
                    byObject.getOrDefault(record.object(), new ArrayList<>()).remove(record);
                    outcomes.set((int) index, e.code());
                }
            }
        }
    }

    private NodeChain chain(String of) {
        return chains.computeIfAbsent(of, id -> new NodeChain(id, rule));
    }

    public long size() {
        return tree.size();
    }

    public byte[] root() {
        return tree.root();
    }

    /** One a entry: {@code taken}, {@code duplicate}, {@code hole} or the code of its quarantine. */
    public List<String> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Indexes of records that were taken although another of the same revision had been before (OQX-REC-065). */
    public List<Long> conflicts() {
        return List.copyOf(conflicts);
    }

    public Collection<SignedRecord> taken() {
        return List.copyOf(taken.values());
    }
}
