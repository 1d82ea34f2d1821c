package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Proof that a node contradicted itself: chapter 09 §4. Statements are sizes of checkpoints, or revisions. */
public record Evidence(int kind, List<Long> statements) {
    private static final int CHECKPOINTS = 1;
    private static final int RECORDS = 2;

    /** A checkpoint as evidence holds it, for those who write samples. */
    public static byte[] compact(long size, byte[] root, SecretKey key, byte[] signature, String extension) {
        byte[] lines = extension.getBytes(UTF_8);
        return Bytes.join(Bytes.u64(size), root, key.publicKey(), signature, Bytes.u16(lines.length), lines);
    }

    /** OQX-WIT-031 and 032. */
    public static Evidence verify(byte[] bytes, String node, NodeChain chain, Ed25519 rule) throws Fault {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int kind = in.get();
            if (kind == CHECKPOINTS) {
                return checkpoints(in, node, chain, rule);
            }
            if (kind == RECORDS) {
                return records(in, node, chain, rule);
            }
        } catch (BufferUnderflowException e) {
            throw new Fault("evidence", "too short");
        } catch (Fault e) {
            throw new Fault("evidence", e.described());
        }
        throw new Fault("evidence", "no kind of evidence that is known");
    }

    /** All pieces of a document of OQX-WIT-034. */
    public static List<Evidence> verifyAll(byte[] document, Ed25519 rule) throws Fault {
        ObjectNode json = StrictJson.canonical(document, 18);
        String node = json.path("node").asText();
        NodeChain chain = new NodeChain(node, rule);
        for (JsonNode record : json.path("records")) {
            chain.acceptUnplaced(SignedRecord.read(Jcs.bytes(record)));
        }
        if (chain.isEmpty()
                || json.path("evidence").isEmpty()
                || json.path("evidence").size() > 16) {
            throw new Fault("evidence", "no Node records, or not 1 to 16 pieces of evidence");
        }
        List<Evidence> all = new ArrayList<>();
        for (JsonNode piece : json.path("evidence")) {
            byte[] bytes = java.util.Base64.getUrlDecoder().decode(piece.asText());
            all.add(verify(bytes, node, chain, rule));
        }
        return all;
    }

    private static Evidence checkpoints(ByteBuffer in, String node, NodeChain chain, Ed25519 rule) throws Fault {
        byte[] owner = take(in, 32);
        if (!Multikey.did(owner).equals(node)) {
            throw new Fault("evidence", "about another node");
        }
        Checkpoint one = checkpoint(in, node, chain, rule);
        Checkpoint two = checkpoint(in, node, chain, rule);
        List<byte[]> hashes = new ArrayList<>();
        while (in.hasRemaining()) {
            hashes.add(take(in, 32));
        }
        boolean proven;
        if (one.size() == two.size()) {
            proven = hashes.isEmpty() && !Arrays.equals(one.root(), two.root());
        } else {
            proven = one.size() < two.size()
                    && !hashes.isEmpty()
                    && hashes.size() <= 64
                    && !Arrays.equals(hashes.get(0), one.root())
                    && MerkleProofs.isConsistent(
                            one.size(), hashes.get(0), two.size(), two.root(), hashes.subList(1, hashes.size()));
        }
        if (!proven) {
            throw new Fault("evidence", "the two checkpoints can both be true");
        }
        return new Evidence(CHECKPOINTS, List.of(one.size(), two.size()));
    }

    private static Checkpoint checkpoint(ByteBuffer in, String node, NodeChain chain, Ed25519 rule) throws Fault {
        long size = in.getLong();
        byte[] root = take(in, 32);
        byte[] publicKey = take(in, 32);
        byte[] signature = take(in, 64);
        String extension = Witness.text(take(in, in.getShort() & 0xffff), "evidence");
        Checkpoint checkpoint = new Checkpoint(Checkpoint.origin(node), size, root);
        if (size < 1 || !chain.everListed().contains(Multikey.of(publicKey))) {
            throw new Fault("evidence", "not a checkpoint by a key of the node");
        }
        rule.verify(publicKey, (checkpoint.text() + extension).getBytes(UTF_8), signature);
        return checkpoint;
    }

    private static Evidence records(ByteBuffer in, String node, NodeChain chain, Ed25519 rule) throws Fault {
        SignedRecord one = SignedRecord.read(take(in, in.getInt()));
        SignedRecord two = SignedRecord.read(take(in, in.getInt()));
        if (in.hasRemaining()
                || one.revision() != two.revision()
                || one.revision() > chain.revisions() + 1
                || Arrays.equals(one.digest(), two.digest())) {
            throw new Fault("evidence", "not two Node records of one revision");
        }
        for (SignedRecord record : List.of(one, two)) {
            NodeChain branch = new NodeChain(node, rule);
            for (SignedRecord before : chain.records().subList(0, one.revision() - 1)) {
                branch.acceptUnplaced(before);
            }
            branch.acceptUnplaced(record);
        }
        return new Evidence(RECORDS, List.of((long) one.revision()));
    }

    private static byte[] take(ByteBuffer in, int length) throws Fault {
        if (length < 0 || length > in.remaining()) {
            throw new Fault("evidence", "too short");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
