package org.guildhall.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes of a federation are peers, and which of them relay.
 *
 * @param nodes how many there are, numbered from 0
 * @param links pairs of peers
 * @param hubs those that relay all that their peers bring
 */
record Topology(int nodes, List<Link> links, Set<Integer> hubs) {
    /** What {@link #hub} takes: a hub with two leaves, and a hub of that hub with one. */
    private static final int SMALLEST_WITH_HUBS = 5;

    record Link(int one, int other) {
        boolean joins(int node) {
            return one == node || other == node;
        }
    }

    /** @param name {@code mesh} or {@code hub} */
    static Topology of(String name, int nodes) {
        return switch (name) {
            case "mesh" -> mesh(nodes);
            case "hub" -> hub(nodes);
            default -> throw new IllegalArgumentException("a topology is mesh or hub, not " + name);
        };
    }

    /** Everybody is everybody's peer. */
    private static Topology mesh(int nodes) {
        List<Link> links = new ArrayList<>();
        for (int one = 0; one < nodes; one++) {
            for (int other = one + 1; other < nodes; other++) {
                links.add(new Link(one, other));
            }
        }
        return new Topology(nodes, links, Set.of());
    }

    /** Leaves that know node 0 alone, and the last node, which knows alone the one before it: a hub that knows node 0 alone. */
    private static Topology hub(int nodes) {
        if (nodes < SMALLEST_WITH_HUBS) {
            throw new IllegalArgumentException(
                    "two hubs and three leaves are " + SMALLEST_WITH_HUBS + " nodes at least");
        }
        List<Link> links = new ArrayList<>();
        for (int node = 1; node < nodes - 1; node++) {
            links.add(new Link(0, node));
        }
        links.add(new Link(nodes - 2, nodes - 1));
        return new Topology(nodes, links, new TreeSet<>(Set.of(0, nodes - 2)));
    }

    /** How many peers a node has. */
    long peers(int node) {
        return links.stream().filter(link -> link.joins(node)).count();
    }
}
