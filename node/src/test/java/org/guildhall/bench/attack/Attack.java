package org.guildhall.bench.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Weights;

/**
 * What attackers say, and what it is for.
 *
 * @param size of what: accounts, nodes, answers
 * @param before what their records state while all is quiet, by record
 * @param stated what these and others state then
 * @param from the members for whom it is done, under the names that they have before
 * @param favoured the same, under the names that they have then
 * @param weights of the node that computes, nodes included that peers introduce meanwhile
 * @param through groups that the attackers speak in
 * @param disturbed these, and groups that nodes leave because of it: what they gave may change
 */
public record Attack(
        String name,
        String size,
        Map<ObjectId, List<Fact>> before,
        Map<ObjectId, List<Fact>> stated,
        Set<ObjectId> from,
        Set<ObjectId> favoured,
        Weights weights,
        Set<NodeId> through,
        Set<NodeId> disturbed) {

    /** One in which nothing was there before. */
    static Attack of(
            String name,
            String size,
            Map<ObjectId, List<Fact>> stated,
            Set<ObjectId> favoured,
            Weights weights,
            Set<NodeId> through) {
        return new Attack(name, size, Map.of(), stated, favoured, favoured, weights, through, through);
    }

    /** Facts by the record that states them. */
    static final class Claims {
        private final Map<ObjectId, List<Fact>> stated = new LinkedHashMap<>();

        Claims add(Fact fact) {
            stated.computeIfAbsent(fact.record(), record -> new ArrayList<>()).add(fact);
            return this;
        }

        Map<ObjectId, List<Fact>> stated() {
            return stated;
        }
    }
}
