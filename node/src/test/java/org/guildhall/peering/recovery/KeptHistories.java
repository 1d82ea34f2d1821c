package org.guildhall.peering.recovery;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Restoration;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TilePath;
import org.guildhall.log.Tiles;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.FetchFaults;
import org.guildhall.peering.outgoing.Fetched;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;

/** Peers that keep histories of one node's log, as that node reads them; and copies of the node that wrote those histories. */
public final class KeptHistories implements Reading, AutoCloseable {
    public final NodeInMemory node;
    private final Path directory;
    private final List<NodeInMemory> copies = new ArrayList<>();
    private final Map<Origin, Kept> kept = new LinkedHashMap<>();

    /** How a peer answers when it is asked for something of the log. */
    public interface Kept {
        byte[] resource(String name) throws FetchFault, InterruptedException;
    }

    /** Of a node in this directory, with one member. */
    public KeptHistories(Path directory) throws Exception {
        this.directory = directory;
        this.node = new NodeInMemory("Node", new DatabaseLocation.Embedded(directory.resolve("node")));
        node.join("anna");
    }

    /** Another disk with all that the node has logged so far, which goes its own way from here. */
    public NodeInMemory copy() throws Exception {
        DatabaseLocation location = new DatabaseLocation.Embedded(directory.resolve("copy" + copies.size()));
        NodeInMemory copy = new NodeInMemory(node, Database.open(location));
        copies.add(copy);
        Restoration.append(copy.writer, 0, node.frames(0)).get();
        return copy;
    }

    /** A new peer, that answers so. */
    public NodeId peer(Kept answering) throws Exception {
        NodeId peer = NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
        String address = "http://127.0.0.1:" + (kept.size() + 1);
        kept.put(Origin.parse(address), answering);
        node.writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into peering (node, state, address, policy, since) values (?, ?, ?, ?, ?)",
                                tx.number(peer),
                                "active",
                                address,
                                "{}",
                                0L))
                .get();
        return peer;
    }

    /** All that a copy has logged until now, signed by this key. */
    public static Kept historyOf(NodeInMemory copy, SigningKey key) {
        long size = copy.writer.current().size();
        byte[] note = SignedCheckpoint.sign(
                        Checkpoint.of(copy.id, size, copy.writer.current().root()), key)
                .note();
        LogQueries queries = new LogQueries(copy.database);
        int log = copy.writer.self();
        return name -> {
            if (name.equals("checkpoint")) {
                return note;
            }
            if (name.startsWith("page/")) {
                long from = Long.parseLong(name.substring("page/".length())) * Frame.PAGE;
                return Frame.encode(queries.frames(log, from, (int) Math.min(Frame.PAGE, size - from)));
            }
            TilePath tile = TilePath.parse(name).orElseThrow();
            return Tiles.encode(queries.tile(log, tile.level(), tile.start(), tile.width()));
        };
    }

    /** Where its peers are found. */
    public List<Origin> addresses() {
        return List.copyOf(kept.keySet());
    }

    @Override
    public Fetched get(Origin origin, String path, Map<String, String> headers, Expect expect)
            throws FetchFault, InterruptedException {
        String mirror = "/oqx/mirror/" + node.id.did() + "/";
        if (!path.startsWith(mirror)) {
            throw FetchFaults.notFound();
        }
        byte[] body = kept.get(origin).resource(path.substring(mirror.length()));
        return new Fetched(body, body.length, InetAddress.getLoopbackAddress());
    }

    @Override
    public void close() {
        copies.forEach(NodeInMemory::close);
        node.close();
    }
}
