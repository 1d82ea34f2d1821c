package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.guildhall.record.Body;
import org.guildhall.record.Digest;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/**
 * Takes back what its owner erased and what a log's owner dropped (spec, chapter Erasure): the payloads go, in all logs, with
 * what was made of them. What remains to be done outside of this transaction is noted in the table {@code erasure}.
 */
final class Erasures {
    static final int ERASED = 1;
    static final int DROPPED = 2;

    private final Transaction tx;
    private final Projection.Occasion occasion;

    private Erasures(Transaction tx, Projection.Occasion occasion) {
        this.tx = tx;
        this.occasion = occasion;
    }

    /** What was taken back: marks stand for those posts, which belong to these threads; and who were erased. */
    record Effect(Set<ObjectKey> objects, Set<ObjectKey> posts, Set<ObjectKey> threads, Set<ObjectKey> members) {}

    /** Carries out the erasures and drops among the records. */
    static Effect enter(Transaction tx, List<Taken> taken, Projection.Occasion occasion) throws SQLException {
        Map<ObjectKey, Taken> erased = new LinkedHashMap<>();
        Map<ObjectKey, Taken> dropped = new LinkedHashMap<>();
        List<Taken> elsewhere = new ArrayList<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Erase erase) {
                erased.putIfAbsent(erase.about().key(), one);
            } else if (one.record().body() instanceof Drop drop) {
                if (one.record().head().node().equals(tx.selfId())) {
                    dropped.putIfAbsent(drop.about().key(), one);
                } else {
                    elsewhere.add(one);
                }
            }
        }
        Effect effect = new Effect(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        if (erased.isEmpty() && dropped.isEmpty() && elsewhere.isEmpty()) {
            return effect;
        }
        // Payloads that this very transaction logged must be in the tables to be taken out of them.
        tx.flush();
        Erasures erasures = new Erasures(tx, occasion);
        for (Map.Entry<ObjectKey, Taken> one : erased.entrySet()) {
            erasures.takeBack(one.getKey(), one.getValue(), ERASED, effect);
        }
        for (Map.Entry<ObjectKey, Taken> one : dropped.entrySet()) {
            if (!erased.containsKey(one.getKey())) {
                erasures.takeBack(one.getKey(), one.getValue(), DROPPED, effect);
            }
        }
        for (Taken one : elsewhere) {
            erasures.dropElsewhere(one, effect);
        }
        return effect;
    }

    private static Gone gone(Body body) {
        return body instanceof Erase erase ? erase.gone() : ((Drop) body).gone();
    }

    private void takeBack(ObjectKey object, Taken by, int form, Effect effect) throws SQLException {
        Gone gone = gone(by.record().body());
        int known = tx.sql()
                .first("select form from erased where object_key = ?", row -> row.getInt("form"), object)
                .orElse(0);
        if (known == ERASED || known == form) {
            return;
        }
        note(object, by, gone, form);
        Set<ObjectKey> covered = new HashSet<>(opinions(object));
        covered.add(object);
        if (occasion != Projection.Occasion.REBUILD) {
            Holes holes = new Holes(tx);
            int payloads =
                    holes.dig(digests(covered), form, by.record().payload().digest());
            holes.explain(object, by.record().payload().digest());
            tx.sql().update("delete from setback where object_key = any(?)", covered);
            PendingErasures.add(tx, by, gone, payloads);
            forgetPrivate(object, gone.kind());
        }
        forget(covered);
        effect.objects().addAll(covered);
        if (gone.kind() == Kind.MEMBER && form == ERASED) {
            Profiles.erase(tx, object, gone.about());
            effect.members().add(object);
            threadsOf(object).forEach(tx::touch);
        }
        if (gone.thread().isPresent()) {
            effect.posts().add(object);
            effect.threads().add(gone.thread().get().key());
        }
    }

    private void note(ObjectKey object, Taken by, Gone gone, int form) throws SQLException {
        tx.sql().update("delete from erased where object_key = ?", object);
        tx.sql()
                .update(
                        "insert into erased (object_key, form, kind, node, id, dated_at, thread_key, home, parent_key, digest,"
                                + " at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        object,
                        form,
                        gone.kind().code(),
                        tx.number(gone.about().node()),
                        gone.about().id(),
                        gone.dated().toEpochMilli(),
                        gone.thread().map(ObjectId::key).orElse(null),
                        gone.thread().isPresent() ? number(gone.thread().get().node()) : null,
                        gone.parent().map(ObjectId::key).orElse(null),
                        by.record().payload().digest(),
                        by.record().head().dateCreated().toEpochMilli());
    }

    private Integer number(NodeId node) throws SQLException {
        return tx.number(node);
    }

    /** The labels on an object and attestations about it, those that were not taken included. */
    private List<ObjectKey> opinions(ObjectKey about) throws SQLException {
        return tx.sql()
                .query(
                        "select object_key from label where about_key = ?"
                                + " union select object_key from attestation where about_key = ?"
                                + " union select object_key from setback where about_key = ?",
                        row -> Sql.key(row, "object_key"),
                        about,
                        about,
                        about);
    }

    /** All there is of the objects here, taken or not. */
    private Set<Digest> digests(Set<ObjectKey> objects) throws SQLException {
        Set<Digest> digests = new HashSet<>();
        for (String table : List.of("object_revision", "conflict", "setback")) {
            digests.addAll(tx.sql()
                    .query(
                            "select digest from " + table + " where object_key = any(?)",
                            row -> Sql.digest(row, "digest"),
                            objects));
        }
        return digests;
    }

    private void forget(Set<ObjectKey> objects) throws SQLException {
        for (String table :
                List.of("object_revision", "conflict", "post", "member", "thread_link", "label", "attestation")) {
            tx.sql().update("delete from " + table + " where object_key = any(?)", objects);
        }
    }

    /** What our own people said and did about it, and were told. */
    private void forgetPrivate(ObjectKey object, Kind kind) throws SQLException {
        if (kind == Kind.LABEL) {
            forgetWordsOf(object);
        }
        if (kind != Kind.MEMBER) {
            tx.sql().update("delete from vote where object_key = ?", object);
            tx.sql().update("delete from imported_count where object_key = ?", object);
            tx.sql().update("delete from notification where object_key = ?", object);
            tx.sql().update("delete from hidden where object_key = ?", object);
            // Members quote what they complain of.
            tx.sql().update("delete from flag where object_key = ?", object);
            tx.sql().update("delete from suggestion where object_key = ?", object);
            tx.sql().update("update moderation set reason = null where object_key = ?", object);
        }
    }

    /** A label's words were copied to where our moderators, and readers of what was decided, saw why. */
    private void forgetWordsOf(ObjectKey label) throws SQLException {
        tx.sql()
                .update(
                        "delete from flag where exists (select 1 from label l where l.object_key = ?"
                                + " and l.about_key = flag.object_key and l.node = flag.node and l.label = flag.code)",
                        label);
        // The log of decisions does not say whose label it was: of two nodes that said the same, the words of both go.
        tx.sql()
                .update(
                        "update moderation set reason = null where role = ? and exists (select 1 from label l"
                                + " where l.object_key = ? and l.about_key = moderation.object_key"
                                + " and l.label = moderation.code)",
                        ModerationLog.By.NODE.label(),
                        label);
    }

    /** Pages show the author's name. */
    private List<ObjectKey> threadsOf(ObjectKey member) throws SQLException {
        return tx.sql()
                .query(
                        "select distinct thread_key from post where author = ?",
                        row -> Sql.key(row, "thread_key"),
                        member);
    }

    /** Binds our copy of that log; what another log still holds stays. */
    private void dropElsewhere(Taken by, Effect effect) throws SQLException {
        ObjectKey object = gone(by.record().body()).about().key();
        int log = tx.number(by.record().head().node());
        Digest digest = by.record().payload().digest();
        int fresh = tx.sql()
                .update(
                        "insert into dropped (node, object_key, digest) values (?, ?, ?) on conflict do nothing",
                        log,
                        object,
                        digest);
        if (fresh == 0 || occasion == Projection.Occasion.REBUILD) {
            return;
        }
        Holes holes = new Holes(tx);
        Set<Digest> gone = holes.digIn(log, digests(Set.of(object)), DROPPED, digest);
        holes.explain(object, digest);
        tx.sql().update("delete from setback where log = ? and object_key = ?", log, object);
        if (!gone.isEmpty()) {
            PendingErasures.add(tx, by, gone(by.record().body()), gone.size());
            tx.sql()
                    .query(
                            "select distinct thread_key from post where object_key = ?",
                            row -> Sql.key(row, "thread_key"),
                            object)
                    .forEach(effect.threads()::add);
            tx.sql().update("delete from object_revision where digest = any(?)", gone);
            tx.sql().update("delete from conflict where digest = any(?)", gone);
            tx.sql().update("delete from post where digest = any(?)", gone);
            effect.posts().add(object);
            forgetOpinion(object, effect);
        }
    }

    /** A label or attestation whose last revision is gone says nothing any more. */
    private void forgetOpinion(ObjectKey object, Effect effect) throws SQLException {
        boolean stays = tx.sql()
                .first("select 1 from object_revision where object_key = ?", row -> true, object)
                .isPresent();
        if (!stays) {
            tx.sql().update("delete from label where object_key = ?", object);
            if (tx.sql().update("delete from attestation where object_key = ?", object) > 0) {
                effect.objects().add(object);
            }
        }
    }

    /** Those of the objects that are erased or dropped. */
    static Set<ObjectKey> among(Transaction tx, Set<ObjectKey> objects) throws SQLException {
        return tx
                .sql()
                .query(
                        "select object_key from erased where object_key = any(?)",
                        row -> Sql.key(row, "object_key"),
                        Sql.many(objects))
                .stream()
                .collect(Collectors.toSet());
    }
}
