package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Attestation;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Age;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Word;

/**
 * The facts behind standing (spec, chapter Standing, section 2). All facts of a thread, or of an attestation, are made anew when
 * it was touched; what differs from before changes the sums, and nothing else does.
 */
final class StandingFacts {
    private static final String AUTHOR_STAYS = " and not exists (select 1 from erased x where x.object_key = p.author)";

    private StandingFacts() {}

    /** On what a fact rests, as the tables say it. */
    enum Ground {
        VOTES(1),
        ACCEPTANCE(2),
        ATTESTATION(3);

        final int code;

        Ground(int code) {
            this.code = code;
        }
    }

    /** A row of the table. */
    record Line(
            ObjectKey origin,
            ObjectKey subject,
            int issuer,
            int ground,
            int period,
            int quarter,
            ObjectKey member,
            boolean home,
            String source,
            String topics,
            long up,
            long down,
            long answers,
            long accepted) {

        static final String COLUMNS =
                "origin_key, subject_key, issuer, basis, period, quarter, member_key, home, source,"
                        + " topics, up, down, answers, accepted";

        static Line of(ResultSet row) throws SQLException {
            return new Line(
                    Sql.key(row, "origin_key"),
                    Sql.key(row, "subject_key"),
                    row.getInt("issuer"),
                    row.getInt("basis"),
                    row.getInt("period"),
                    row.getInt("quarter"),
                    Sql.key(row, "member_key"),
                    row.getBoolean("home"),
                    row.getString("source"),
                    row.getString("topics"),
                    row.getLong("up"),
                    row.getLong("down"),
                    row.getLong("answers"),
                    row.getLong("accepted"));
        }

        /** Of an answer in a thread: as old as the answer, and no younger than the record that says it (OQX-STA-008). */
        private static Line derived(ResultSet row, Ground ground) throws SQLException {
            int quarter = Math.min(quarter(row, "created_at"), quarter(row, "stated_at"));
            return new Line(
                    Sql.key(row, "thread_key"),
                    Sql.key(row, "object_key"),
                    row.getInt("issuer"),
                    ground.code,
                    0,
                    quarter,
                    Sql.key(row, "author"),
                    row.getInt("issuer") == row.getInt("node"),
                    Word.DERIVED,
                    row.getString("tags"),
                    row.getLong("up"),
                    row.getLong("down"),
                    0,
                    ground == Ground.ACCEPTANCE ? 1 : 0);
        }

        private static int quarter(ResultSet row, String column) throws SQLException {
            return Age.quarterOf(Instant.ofEpochMilli(row.getLong(column)));
        }

        long points() {
            if (ground == Ground.VOTES.code) {
                return Basis.Votes.points(up, down);
            }
            return ground == Ground.ACCEPTANCE.code
                    ? Basis.Accepted.POINTS
                    : new Basis.Attested(period, answers, accepted, up, down).points();
        }

        /** In which this counts; as in {@link Fact#topics}. */
        Set<String> allTopics() {
            if (ground == Ground.ATTESTATION.code) {
                return Set.of(topics);
            }
            Set<String> all = new HashSet<>(topics.isEmpty() ? List.of() : List.of(topics.split(" ", -1)));
            all.add(Fact.ALL_TOPICS);
            return all;
        }
    }

    /** Makes the facts of these threads anew. */
    static void refresh(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        if (!threads.isEmpty()) {
            replace(tx, threads, derived(tx, threads));
        }
    }

    /**
     * Makes the facts of attestations anew.
     *
     * @param latest newest revisions that came; attestations among them state what they say
     * @param gone objects that were taken back; attestations among them state nothing any more
     */
    static void attest(Transaction tx, List<Taken> latest, Set<ObjectKey> gone) throws SQLException {
        Set<ObjectKey> origins = new HashSet<>(gone);
        List<Line> now = new ArrayList<>();
        for (Taken one : latest) {
            if (one.record().body() instanceof Attestation attestation) {
                origins.add(one.object());
                if (!gone.contains(one.object())) {
                    now.addAll(attested(tx, one, attestation));
                }
            }
        }
        if (!origins.isEmpty()) {
            replace(tx, origins, now);
        }
    }

    /** What was said of these members counts for nobody any more; they were erased (OQX-STA-007). */
    static void forget(Transaction tx, Set<ObjectKey> members) throws SQLException {
        if (!members.isEmpty()) {
            change(tx, stored(tx, "member_key", members), Set.of());
        }
    }

    private static Set<Line> stored(Transaction tx, String column, Set<ObjectKey> keys) throws SQLException {
        return new HashSet<>(tx.sql()
                .query(
                        "select " + Line.COLUMNS + " from standing_fact where " + column + " = any(?)",
                        Line::of,
                        Sql.many(keys)));
    }

    private static void replace(Transaction tx, Set<ObjectKey> origins, List<Line> now) throws SQLException {
        Set<Line> removed = stored(tx, "origin_key", origins);
        Set<Line> added = new HashSet<>(now);
        added.removeAll(removed);
        now.forEach(removed::remove);
        change(tx, removed, added);
    }

    private static void change(Transaction tx, Set<Line> removed, Set<Line> added) throws SQLException {
        if (!removed.isEmpty() || !added.isEmpty()) {
            write(tx, removed, added);
            StandingSums.change(tx, removed, added);
        }
    }

    /** OQX-STA-002, 003, 006 and 008: of answers that are shown, in threads that are. */
    private static List<Line> derived(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        List<Line> lines = new ArrayList<>();
        lines.addAll(tx.sql()
                .query(
                        "select t.thread_key, p.object_key, t.node as issuer, p.node, p.author, q.tags, p.created_at,"
                                + " r.dated_at as stated_at, c.up, c.down"
                                + " from tally t join thread q on q.thread_key = t.thread_key"
                                + " join object_revision r on r.object_key = t.object_key and r.revision = t.revision"
                                + " join tally_count c on c.tally = t.object_key"
                                + " join post p on p.object_key = c.object_key and p.thread_key = t.thread_key"
                                + " where t.thread_key = any(?) and p.kind = " + Kind.ANSWER.code()
                                + " and p.visible and p.erased = 0" + AUTHOR_STAYS,
                        row -> Line.derived(row, Ground.VOTES),
                        Sql.many(threads)));
        lines.addAll(tx.sql()
                .query(
                        "select a.thread_key, p.object_key, q.node as issuer, p.node, p.author, q.tags, p.created_at,"
                                + " a.at as stated_at, 0 as up, 0 as down"
                                + " from accepted a join thread q on q.thread_key = a.thread_key"
                                + " join post p on p.object_key = a.object_key and p.thread_key = a.thread_key"
                                + " where a.thread_key = any(?) and p.kind = " + Kind.ANSWER.code()
                                + " and p.visible and p.erased = 0 and p.author <> q.author" + AUTHOR_STAYS,
                        row -> Line.derived(row, Ground.ACCEPTANCE),
                        Sql.many(threads)));
        return lines;
    }

    private static List<Line> attested(Transaction tx, Taken one, Attestation attestation) throws SQLException {
        List<Line> lines = new ArrayList<>();
        if (attestation.state() == Label.State.ON && attestation.claim() instanceof Attestation.Standing standing) {
            NodeId issuer = one.record().head().node();
            int number = tx.number(issuer);
            int stated = Age.quarterOf(one.record().head().dateCreated());
            for (Attestation.Period period : standing.periods()) {
                lines.add(new Line(
                        one.object(),
                        attestation.about().key(),
                        number,
                        Ground.ATTESTATION.code,
                        period.quarter(),
                        Math.min(period.quarter(), stated),
                        attestation.about().key(),
                        issuer.equals(attestation.about().node()),
                        one.record().head().id().toString(),
                        standing.topic().orElse(Fact.ALL_TOPICS),
                        period.up(),
                        period.down(),
                        period.answers(),
                        period.accepted()));
            }
        }
        return lines;
    }

    private static void write(Transaction tx, Set<Line> removed, Set<Line> added) throws SQLException {
        try (Batch forget = new Batch(
                        tx.connection(),
                        "delete from standing_fact where origin_key = ? and subject_key = ? and issuer = ? and basis = ?"
                                + " and period = ?");
                Batch facts = new Batch(
                        tx.connection(),
                        "insert into standing_fact (" + Line.COLUMNS
                                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Line line : removed) {
                forget.add(line.origin(), line.subject(), line.issuer(), line.ground(), line.period());
            }
            for (Line line : added) {
                facts.add(
                        line.origin(),
                        line.subject(),
                        line.issuer(),
                        line.ground(),
                        line.period(),
                        line.quarter(),
                        line.member(),
                        line.home(),
                        line.source(),
                        line.topics(),
                        line.up(),
                        line.down(),
                        line.answers(),
                        line.accepted());
            }
            forget.run();
            facts.run();
        }
    }
}
