package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One node's {@code Node} records in order, and which key they make good where (chapter 02 §§5 and 6). */
public final class NodeChain {
    private record Link(SignedRecord record, long index) {}

    private static final long NOT_LOGGED = Long.MAX_VALUE;

    private final String node;
    private final Ed25519 rule;
    private final List<Link> links = new ArrayList<>();

    public NodeChain(String node, Ed25519 rule) {
        this.node = node;
        this.rule = rule;
    }

    /**
     * Takes the next revision, or one that is known already, as found at {@code index} of the node's own log.
     *
     * @throws Fault {@code node-chain} and the codes of signatures; {@code equivocation} for another record of a known revision
     */
    public void accept(SignedRecord record, long index) throws Fault {
        if (!record.kind().equals("Node") || !record.node().equals(node)) {
            throw new Fault("node-chain", "not a Node record of " + node);
        }
        int revision = record.revision();
        if (revision > links.size() + 1) {
            throw new Fault("node-chain", "revision " + (links.size() + 1) + " is not known");
        }
        String identity = record.json().path("identityKey").textValue();
        if (!record.proof().multikey().equals(identity)) {
            throw new Fault("node-chain", "not signed by its identity key");
        }
        if (revision == 1) {
            if (!Multikey.did(Multikey.decode(identity, "node-chain")).equals(node)) {
                throw new Fault("node-chain", "revision 1 is not of the node id's key");
            }
            if (record.json().has("continues")) {
                throw new Fault("node-chain", "a log that begins continues nothing");
            }
        } else {
            follows(links.get(revision - 2).record(), record);
            if (record.json().has("continues")) {
                endsFork(revision, record);
            }
        }
        record.proof().verify(rule);
        if (revision <= links.size()) {
            known(revision, record, index);
        } else {
            links.add(new Link(record, index));
        }
    }

    /** Takes a revision from a discovery document or from another node's log, where its index is not known. */
    public void acceptUnplaced(SignedRecord record) throws Fault {
        accept(record, NOT_LOGGED);
    }

    private void known(int revision, SignedRecord record, long index) throws Fault {
        Link link = links.get(revision - 1);
        if (!Arrays.equals(link.record().digest(), record.digest())) {
            throw new Fault("equivocation", "a second Node record of revision " + revision);
        }
        links.set(revision - 1, new Link(record, Math.min(index, link.index())));
    }

    private static void follows(SignedRecord before, SignedRecord next) throws Fault {
        String oldIdentity = before.json().path("identityKey").textValue();
        String newIdentity = next.json().path("identityKey").textValue();
        String promised = before.json().path("nextIdentity").textValue();
        if (newIdentity.equals(oldIdentity)) {
            if (!next.json().path("nextIdentity").textValue().equals(promised)) {
                throw new Fault("node-chain", "nextIdentity changed while identityKey did not");
            }
        } else if (!Hashes.base64Url(Hashes.sha256(Multikey.decode(newIdentity, "node-chain")))
                .equals(promised)) {
            throw new Fault("node-chain", "the new identity key is not the one that was promised");
        }
        for (JsonNode key : next.json().path("signingKeys")) {
            long earlier = revokedAt(before, key.path("key").textValue());
            if (earlier < key.path("revokedAt").asLong(NOT_LOGGED)) {
                throw new Fault("node-chain", "a revocation was raised or removed");
            }
        }
    }

    /** OQX-WIT-050: what goes on after a fork gives up every key that may have signed the other history. */
    private void endsFork(int revision, SignedRecord record) throws Fault {
        long size = continuedAt(record);
        List<SignedRecord> before =
                links.subList(0, revision - 1).stream().map(Link::record).toList();
        if (before.stream().anyMatch(earlier -> continuedAt(earlier) >= size)) {
            throw new Fault("node-chain", "the log went on from there, or from later, before");
        }
        for (JsonNode key : before.get(before.size() - 1).json().path("signingKeys")) {
            if (!key.has("revokedAt") && revokedAt(record, key.path("key").textValue()) > size) {
                throw new Fault("node-chain", "a key is not revoked up to where the log continues");
            }
        }
        List<String> old = listed(before);
        boolean fresh = record.json()
                .path("signingKeys")
                .valueStream()
                .anyMatch(key ->
                        !key.has("revokedAt") && !old.contains(key.path("key").textValue()));
        if (!fresh) {
            throw new Fault("node-chain", "no new signing key");
        }
    }

    /** The size from which a Node record continues, 0 if it does not. */
    static long continuedAt(SignedRecord record) {
        return record.json().path("continues").path("size").asLong(0);
    }

    /** The records by which the node went on after forks, in order. */
    List<SignedRecord> continuations() {
        return records().stream().filter(record -> continuedAt(record) > 0).toList();
    }

    /** OQX-WIT-051: the keys of all revisions before the newest that continues. */
    private boolean isGivenUp(String multikey) {
        List<SignedRecord> all = records();
        int newest = all.size() - 1;
        while (newest >= 0 && continuedAt(all.get(newest)) == 0) {
            newest--;
        }
        return newest > 0 && listed(all.subList(0, newest)).contains(multikey);
    }

    private static List<String> listed(List<SignedRecord> records) {
        return records.stream()
                .flatMap(record -> record.json().path("signingKeys").valueStream())
                .map(key -> key.path("key").textValue())
                .distinct()
                .toList();
    }

    public boolean isEmpty() {
        return links.isEmpty();
    }

    public int revisions() {
        return links.size();
    }

    public List<SignedRecord> records() {
        return links.stream().map(Link::record).toList();
    }

    public SignedRecord newest() {
        return links.get(links.size() - 1).record();
    }

    /** OQX-SIG-040 and 041: is the key good for a record at this index of the node's log? */
    public void checkKeyAt(String multikey, long index) throws Fault {
        ObjectNode newest = null;
        for (Link link : links) {
            if (link.index() < index) {
                newest = link.record().json();
            }
        }
        if (newest == null || !lists(newest, multikey)) {
            throw new Fault("key-unknown", multikey + " is not a key of " + node + " at " + index);
        }
        if (revokedFrom(multikey) <= index) {
            throw new Fault("key-revoked", multikey + " is revoked from " + revokedFrom(multikey) + " on");
        }
    }

    /** The same for a record that another log includes: its place is only claimed, OQX-SIG-042 and 043. */
    public void checkIncludedKey(String multikey) throws Fault {
        if (!everListed().contains(multikey)) {
            throw new Fault("key-unknown", multikey + " was never a key of " + node);
        }
        if (revokedFrom(multikey) != NOT_LOGGED) {
            throw new Fault("key-revoked", "the origin index of an included record is only claimed");
        }
    }

    /** OQX-SIG-044: may the key sign a checkpoint of this size? */
    public void checkCheckpointKey(String multikey, long size) throws Fault {
        if (isEmpty() || !lists(newest().json(), multikey) || revokedFrom(multikey) < size || isGivenUp(multikey)) {
            throw new Fault("checkpoint-key", multikey + " may not sign a checkpoint of size " + size);
        }
    }

    /** Is it in the newest record, and not revoked? So for discovery documents and requests. */
    public boolean isCurrent(String multikey) {
        return !isEmpty() && lists(newest().json(), multikey) && revokedFrom(multikey) == NOT_LOGGED;
    }

    /** The keys that may sign now. */
    public List<String> currentKeys() {
        List<String> keys = new ArrayList<>();
        if (isEmpty()) {
            return keys;
        }
        newest().json()
                .path("signingKeys")
                .forEach(key -> keys.add(key.path("key").textValue()));
        keys.removeIf(key -> revokedFrom(key) != NOT_LOGGED);
        return keys;
    }

    /** All keys the newest record lists, revoked ones too: a checkpoint below the revocation still counts. */
    public List<String> listedKeys() {
        List<String> keys = new ArrayList<>();
        if (isEmpty()) {
            return keys;
        }
        newest().json()
                .path("signingKeys")
                .forEach(key -> keys.add(key.path("key").textValue()));
        return keys;
    }

    /** All keys that any record lists. */
    public List<String> everListed() {
        return listed(records());
    }

    /** Is the key not revoked, or from a larger size on only? */
    public boolean isBelievedAt(String multikey, long index) {
        return revokedFrom(multikey) > index;
    }

    private long revokedFrom(String multikey) {
        long size = NOT_LOGGED;
        boolean listed = false;
        for (Link link : links) {
            if (listed && continuedAt(link.record()) > 0) {
                size = Math.min(size, continuedAt(link.record())); // OQX-WIT-051
            }
            size = Math.min(size, revokedAt(link.record(), multikey));
            listed |= lists(link.record().json(), multikey);
        }
        return size;
    }

    private static long revokedAt(SignedRecord record, String multikey) {
        for (JsonNode key : record.json().path("signingKeys")) {
            if (key.path("key").textValue().equals(multikey)) {
                return key.path("revokedAt").asLong(NOT_LOGGED);
            }
        }
        return NOT_LOGGED;
    }

    private static boolean lists(ObjectNode record, String multikey) {
        for (JsonNode key : record.path("signingKeys")) {
            if (key.path("key").textValue().equals(multikey)) {
                return true;
            }
        }
        return false;
    }
}
