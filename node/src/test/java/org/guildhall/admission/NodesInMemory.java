package org.guildhall.admission;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Policy.Topics;
import org.guildhall.store.DatabaseLocation;

/** Nodes without a network that read each other's logs, as far as they peer. */
final class NodesInMemory implements AutoCloseable {
    private final Path directory;
    private final List<NodeInMemory> nodes = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private record Reading(NodeInMemory reader, NodeInMemory read) {}

    NodesInMemory(Path directory) {
        this.directory = directory;
    }

    List<NodeInMemory> all() {
        return nodes;
    }

    NodeInMemory node(String name) throws Exception {
        return node(name, new DatabaseLocation.Embedded(directory.resolve(name)));
    }

    NodeInMemory node(String name, DatabaseLocation location) throws Exception {
        NodeInMemory node = new NodeInMemory(name, location);
        nodes.add(node);
        return node;
    }

    /** From now on one reads the other. */
    void peer(NodeInMemory reader, NodeInMemory read, Policy policy) throws Exception {
        reader.peer(read.id, policy);
        readings.add(new Reading(reader, read));
    }

    void part(NodeInMemory reader, NodeInMemory read) {
        readings.remove(new Reading(reader, read));
    }

    /** Takes everything and relays these topics, or all. */
    static Policy relaying(String... topics) {
        return relaying(Stance.TAKE, Stance.TAKE, topics.length == 0 ? Topics.ALL : Topics.of(List.of(topics)));
    }

    static Policy relaying(Stance questions, Stance answers, Topics relayed) {
        return new Policy(
                questions,
                answers,
                Stance.TAKE,
                Stance.TAKE,
                Topics.ALL,
                100,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Policy.Relay(relayed)),
                Policy.Storage.STANDARD,
                Policy.Labels.SHOWN,
                Policy.Attestations.TAKEN);
    }

    /** Everybody reads their peers, in the order they met, until nobody has anything new. */
    void settle() throws Exception {
        settle(readings);
    }

    /** The same in an order that chance makes, another one each round. */
    void settle(Random random) throws Exception {
        List<Reading> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, random);
        settle(shuffled);
    }

    /** Somebody reads a peer. */
    void stir(Random random) throws Exception {
        Reading one = readings.get(random.nextInt(readings.size()));
        one.reader().follow(one.read());
    }

    private void settle(List<Reading> order) throws Exception {
        long before;
        long after = -1;
        do {
            before = after;
            for (Reading one : order) {
                one.reader().follow(one.read());
            }
            after = 0;
            for (NodeInMemory node : nodes) {
                after += node.writer.current().size();
            }
        } while (before != after);
    }

    /** All that readers see at a node, and what homes said. */
    static List<String> shown(NodeInMemory node) throws Exception {
        List<String> rows = new ArrayList<>(
                node.select("select title, tags, answers, accepted, score from thread order by thread_key"));
        rows.addAll(
                node.select("select object_key, body, revision, up, down from post where visible order by object_key"));
        rows.addAll(node.select("select object_key, ruling, of_revision, shown, code, reason, revision from verdict"
                + " order by object_key"));
        rows.addAll(node.select("select relation, target_url from thread_link order by object_key"));
        return rows;
    }

    @Override
    public void close() {
        nodes.forEach(NodeInMemory::close);
    }
}
