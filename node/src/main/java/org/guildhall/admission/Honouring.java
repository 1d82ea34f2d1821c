package org.guildhall.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Policy.Effect;
import org.guildhall.admission.Policy.Labels;
import org.guildhall.record.Erase;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Flags;
import org.guildhall.store.Hiding;
import org.guildhall.store.Sql;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;

/**
 * What labels of peers do to posts here, as the policy with the node whose opinion it is says, whichever log brought it
 * (OQX-ERA-050). To show one needs nothing here: pages read the policy. What a moderator decided on stays so until another
 * label comes. Belongs to one transaction.
 */
public final class Honouring {
    private static final String AGREED = " g.state in ('active', 'suspended')";
    private static final Labels OF_NO_PEER = new Labels(Map.of(), Effect.IGNORE);

    private final Transaction tx;

    Honouring(Transaction tx) {
        this.tx = tx;
    }

    /** A label that holds, and what it does here. */
    private record Honoured(
            ObjectKey key,
            ObjectKey about,
            ObjectKey thread,
            int node,
            String name,
            String label,
            String reason,
            Effect effect) {
        Hiding.Opinion opinion() {
            return new Hiding.Opinion(key, about, label, reason.isEmpty() ? name : name + ": " + reason);
        }
    }

    /** After these were taken and are in the tables. */
    void news(List<Taken> taken) throws SQLException {
        Set<ObjectKey> labels = new HashSet<>();
        Set<ObjectKey> about = new HashSet<>();
        Set<ObjectKey> erased = new HashSet<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Label label) {
                labels.add(one.object());
                about.add(label.about().key());
            } else if (one.record().body() instanceof Erase erase) {
                erased.add(erase.about().key());
            }
        }
        if (!erased.isEmpty()) {
            about.addAll(new Hiding(tx).hiddenBy(erased));
        }
        settle(about, labels);
    }

    /** After labels on these posts were taken back out of the tables. */
    void gone(Collection<ObjectKey> about) throws SQLException {
        settle(new HashSet<>(about), Set.of());
    }

    /** Changes something about peerings: who is a peer, or a policy. */
    public interface Change<T> {
        T make() throws Exception;
    }

    /**
     * Makes a change, and lets the labels of the nodes that it concerns do what the policies say that are in force then, those
     * included that came before.
     */
    public static <T> T through(Transaction tx, Change<T> change) throws Exception {
        Map<Integer, Labels> before = inForce(tx);
        T made = change.make();
        Map<Integer, Labels> after = inForce(tx);
        Set<Integer> nodes = new HashSet<>(before.keySet());
        nodes.addAll(after.keySet());
        for (int node : nodes) {
            changed(tx, node, before.getOrDefault(node, OF_NO_PEER), after.getOrDefault(node, OF_NO_PEER));
        }
        return made;
    }

    /** What the labels of each peer do, by our number of it. */
    private static Map<Integer, Labels> inForce(Transaction tx) throws SQLException {
        Map<Integer, Labels> labels = new HashMap<>();
        tx.sql()
                .query(
                        "select g.node, g.policy from peering g where" + AGREED,
                        row -> Optional.ofNullable(labels.put(
                                row.getInt("node"),
                                Policy.ofJson(row.getString("policy")).labels())));
        return labels;
    }

    private static void changed(Transaction tx, int node, Labels before, Labels after) throws SQLException {
        if (before.equals(after)) {
            return;
        }
        Set<ObjectKey> labels = new HashSet<>();
        Set<ObjectKey> about = new HashSet<>();
        tx.sql()
                .query(
                        "select object_key, about_key, label from label where node = ? and holds",
                        row -> {
                            String label = row.getString("label");
                            return before.on(label) != after.on(label)
                                    && labels.add(Sql.key(row, "object_key"))
                                    && about.add(Sql.key(row, "about_key"));
                        },
                        node);
        new Honouring(tx).settle(about, labels);
        tx.sql()
                .query(
                        "select distinct thread_key from post where object_key = any(?)",
                        row -> Sql.key(row, "thread_key"),
                        Sql.many(about))
                .forEach(tx::touch);
    }

    /**
     * Brings what is hidden and flagged into line with the labels on these posts.
     *
     * @param fresh labels that nobody has decided on yet: only they hide and flag anew
     */
    private void settle(Set<ObjectKey> about, Set<ObjectKey> fresh) throws SQLException {
        if (about.isEmpty()) {
            return;
        }
        Map<ObjectKey, Honoured> hiding = new LinkedHashMap<>();
        Map<ObjectKey, Honoured> hidingAnew = new LinkedHashMap<>();
        Set<Flags.Told> told = new HashSet<>();
        for (Honoured one : honoured(about)) {
            if (one.effect() == Effect.HIDE) {
                hiding.putIfAbsent(one.about(), one);
                if (fresh.contains(one.key())) {
                    hidingAnew.putIfAbsent(one.about(), one);
                }
            }
            boolean flags = one.effect().compareTo(Effect.FLAG) >= 0;
            if (flags && fresh.contains(one.key())) {
                Flags.tell(tx, one.about(), one.thread(), one.node(), one.label(), one.reason());
            }
            if (flags) {
                told.add(new Flags.Told(one.about(), one.node(), one.label()));
            }
        }
        Flags.forgetTold(tx, about, told);
        Hiding hidden = new Hiding(tx);
        Map<ObjectKey, Optional<ObjectKey>> before = hidden.among(about);
        Map<ObjectKey, Hiding.Opinion> hide = new HashMap<>();
        Set<ObjectKey> show = new HashSet<>();
        hidingAnew.forEach((post, label) -> {
            if (!before.containsKey(post)) {
                hide.put(post, label.opinion());
            }
        });
        before.forEach((post, by) -> {
            Honoured now = hiding.get(post);
            if (by.isPresent() && now == null) {
                show.add(post);
            } else if (by.isPresent() && now != null && !by.get().equals(now.key())) {
                hide.put(post, now.opinion());
            }
        });
        hidden.byLabels(hide.values(), show);
    }

    /**
     * The labels on these posts of nodes that we have agreed to peer with, the oldest first. That a home has closed its thread is no
     * opinion of the post.
     */
    private List<Honoured> honoured(Set<ObjectKey> about) throws SQLException {
        Map<String, Policy> policies = new HashMap<>();
        return tx.sql()
                .query(
                        "select l.object_key, l.about_key, coalesce(l.thread_key, l.about_key) as thread, l.node, l.label,"
                                + " l.reason, f.name, g.policy from label l join peering g on g.node = l.node"
                                + " left join node_profile f on f.node = l.node"
                                + " where l.about_key = any(?) and l.holds and l.label <> ? and" + AGREED
                                + " order by l.at, l.object_key",
                        row -> honoured(row, policies),
                        Sql.many(about),
                        Label.CLOSED);
    }

    private static Honoured honoured(ResultSet row, Map<String, Policy> policies) throws SQLException {
        String label = row.getString("label");
        String reason = row.getString("reason");
        String name = row.getString("name");
        Policy policy = policies.computeIfAbsent(row.getString("policy"), Policy::ofJson);
        return new Honoured(
                Sql.key(row, "object_key"),
                Sql.key(row, "about_key"),
                Sql.key(row, "thread"),
                row.getInt("node"),
                name == null ? "" : name,
                label,
                reason == null ? "" : reason,
                policy.labels().on(label));
    }
}
