package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Accept;
import org.guildhall.record.Digest;
import org.guildhall.record.Link;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Verdict;

/** What homes say about their threads: verdicts, the accepted answer, links to other threads. */
final class Curation {
    private Curation() {}

    private record Place(ObjectKey object, ObjectKey thread) {}

    /** What the verdicts so far come to: which revision is shown, after the verdict of which revision. */
    private record Standing(int shown, int revision) {}

    /**
     * Enters what is new.
     *
     * @param taken all that came, in order: what a verdict leaves shown follows from those before it, too (OQX-INC-024)
     * @param latest those that are the newest revision of their object
     */
    static void enter(Transaction tx, List<Taken> taken, List<Taken> latest) throws SQLException {
        Map<Place, Integer> shown = shown(tx, taken, latest);
        try (Batch forgetVerdict =
                        new Batch(tx.connection(), "delete from verdict where object_key = ? and thread_key = ?");
                Batch verdicts = new Batch(
                        tx.connection(),
                        "insert into verdict (object_key, thread_key, ruling, of_revision, shown, code, reason, revision,"
                                + " at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
                Batch forgetAccepted = new Batch(tx.connection(), "delete from accepted where thread_key = ?");
                Batch accepts = new Batch(
                        tx.connection(),
                        "insert into accepted (thread_key, object_key, revision, at) values (?, ?, ?, ?)");
                Batch forgetLink = new Batch(tx.connection(), "delete from thread_link where object_key = ?");
                Batch links = new Batch(
                        tx.connection(),
                        "insert into thread_link (object_key, thread_key, target_key, target_url, relation)"
                                + " values (?, ?, ?, ?, ?)")) {
            for (Taken one : latest) {
                long at = one.record().head().dateCreated().toEpochMilli();
                if (one.record().body() instanceof Verdict verdict) {
                    Place place =
                            new Place(verdict.about().key(), verdict.thread().key());
                    forgetVerdict.add(place.object(), place.thread());
                    verdicts.add(
                            place.object(),
                            place.thread(),
                            verdict.ruling().label(),
                            verdict.ofRevision(),
                            shown.getOrDefault(place, 0),
                            verdict.code().orElse(null),
                            verdict.reason().orElse(null),
                            one.revision(),
                            at);
                } else if (one.record().body() instanceof Accept accept) {
                    forgetAccepted.add(accept.thread().key());
                    accepts.add(
                            accept.thread().key(),
                            accept.about().map(ObjectId::key).orElse(null),
                            one.revision(),
                            at);
                } else if (one.record().body() instanceof Link link) {
                    forgetLink.add(one.object());
                    Link.Target target = link.target();
                    links.add(
                            one.object(),
                            link.about().key(),
                            target instanceof Link.Target.OfThread thread
                                    ? thread.id().key()
                                    : null,
                            target instanceof Link.Target.Page page ? page.url() : null,
                            link.relation().label());
                }
            }
            forgetVerdict.run();
            verdicts.run();
            forgetAccepted.run();
            accepts.run();
            forgetLink.run();
            links.run();
        }
        recount(tx, taken, latest);
    }

    /** The revision that is shown after a verdict: a declined edit leaves the one that was taken before. */
    private static int fold(Verdict verdict, int before) {
        return switch (verdict.ruling()) {
            case TAKEN -> verdict.ofRevision();
            case DECLINED -> before == verdict.ofRevision() ? 0 : before;
            case EXCLUDED -> 0;
        };
    }

    /**
     * Counts again where a verdict comes after a later one on the same object, as it may through relays: what they leave shown
     * follows from all of them in the order of their revisions, not of their arrival.
     */
    private static void recount(Transaction tx, List<Taken> taken, List<Taken> latest) throws SQLException {
        Set<Taken> newest = new HashSet<>(latest);
        Map<ObjectKey, NavigableMap<Integer, Verdict>> behind = new HashMap<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Verdict && !newest.contains(one)) {
                behind.put(one.object(), new TreeMap<>());
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        Set<Digest> digests = new HashSet<>();
        Revisions.of(tx, behind.keySet())
                .values()
                .forEach(known -> known.values().forEach(one -> digests.add(one.digest())));
        for (OqxRecord record : Posts.read(tx, digests).values()) {
            if (record.body() instanceof Verdict verdict) {
                behind.getOrDefault(record.object().key(), new TreeMap<>())
                        .put(record.head().revision(), verdict);
            }
        }
        try (Batch update =
                new Batch(tx.connection(), "update verdict set shown = ? where object_key = ? and thread_key = ?")) {
            for (NavigableMap<Integer, Verdict> verdicts : behind.values()) {
                int shown = 0;
                for (Verdict verdict : verdicts.values()) {
                    shown = fold(verdict, shown);
                }
                if (!verdicts.isEmpty()) {
                    Place place = place(verdicts.lastEntry().getValue());
                    update.add(shown, place.object(), place.thread());
                }
            }
            update.run();
        }
    }

    /** What is shown of each object after the newest verdict on it. */
    private static Map<Place, Integer> shown(Transaction tx, List<Taken> taken, List<Taken> latest)
            throws SQLException {
        Map<Place, Taken> newest = new HashMap<>();
        for (Taken one : latest) {
            if (one.record().body() instanceof Verdict verdict) {
                newest.put(place(verdict), one);
            }
        }
        Map<Place, Standing> before = standing(tx, newest.keySet());
        Map<Place, NavigableMap<Integer, Verdict>> since = new HashMap<>();
        for (Taken one : taken) {
            if (one.record().body() instanceof Verdict verdict) {
                Taken last = newest.get(place(verdict));
                int known =
                        before.getOrDefault(place(verdict), new Standing(0, 0)).revision();
                if (last != null && known < one.revision() && one.revision() < last.revision()) {
                    since.computeIfAbsent(place(verdict), unused -> new TreeMap<>())
                            .put(one.revision(), verdict);
                }
            }
        }
        Map<Place, Integer> shown = new HashMap<>();
        newest.forEach((place, last) -> {
            int now = before.getOrDefault(place, new Standing(0, 0)).shown();
            for (Verdict verdict : since.getOrDefault(place, new TreeMap<>()).values()) {
                now = fold(verdict, now);
            }
            if (last.record().body() instanceof Verdict verdict) {
                shown.put(place, fold(verdict, now));
            }
        });
        return shown;
    }

    private static Place place(Verdict verdict) {
        return new Place(verdict.about().key(), verdict.thread().key());
    }

    private static Map<Place, Standing> standing(Transaction tx, Set<Place> places) throws SQLException {
        Set<ObjectKey> keys = new HashSet<>();
        places.forEach(place -> keys.add(place.object()));
        Map<Place, Standing> standing = new HashMap<>();
        if (!keys.isEmpty()) {
            tx.sql()
                    .query(
                            "select object_key, thread_key, shown, revision from verdict where object_key = any(?)",
                            row -> standing.put(
                                    new Place(Sql.key(row, "object_key"), Sql.key(row, "thread_key")),
                                    new Standing(row.getInt("shown"), row.getInt("revision"))),
                            Sql.many(keys));
        }
        return standing;
    }
}
