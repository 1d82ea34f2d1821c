package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Attestation;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;

/** What nodes say of members, as it is here now: the newest revision of each word. */
public final class AttestationReading {
    private static final String COLUMNS = "a.object_key, a.holds, y.bytes, f.name as issuer_name, m.handle"
            + " from attestation a join payload y on y.digest = a.digest left join node_profile f on f.node = a.node"
            + " left join member m on m.object_key = a.about_key";

    private static final int READ = 300;
    private static final int READ_OF_ONE = 100;
    /** Words on a member that hold: ours, peers', others' ({@code near} 0, 1, 2), and each one's place among its node's, from the newest. */
    private static final String NEWEST = "select h.object_key,"
            + " case when h.node = ? then 0 when g.node is null then 2 else 1 end as near,"
            + " row_number() over (partition by h.node order by r.dated_at desc, h.object_key) as place"
            + " from attestation h"
            + " join object_revision r on r.object_key = h.object_key and r.digest = h.digest"
            + " left join peering g on g.node = h.node and g.state = 'active'"
            + " where h.about_key = ? and h.holds and h.node not in (" + StandingReading.BLOCKED
            + ")";

    private final Sql sql;

    public AttestationReading(Sql sql) {
        this.sql = sql;
    }

    /**
     * One node's word on one member.
     *
     * @param issuerName empty while that node has not introduced itself
     * @param handle of the member, when it is known here
     * @param holds not taken back
     */
    public record Said(ObjectKey key, OqxRecord record, String issuerName, Optional<String> handle, boolean holds) {
        public NodeId issuer() {
            return record.head().node();
        }

        public Attestation attestation() {
            return (Attestation) record.body();
        }
    }

    /** The present word of this object, taken back or not. */
    public Optional<Said> of(ObjectKey attestation) throws SQLException {
        return sql.first("select " + COLUMNS + " where a.object_key = ?", AttestationReading::said, attestation);
    }

    /** Words of a node or of all, about a member or about all, those taken back among them. */
    public List<Said> list(Optional<Integer> issuer, Optional<ObjectKey> about, int most) throws SQLException {
        List<Object> values = new ArrayList<>();
        issuer.ifPresent(values::add);
        about.ifPresent(values::add);
        values.add(most);
        return sql.query(
                "select " + COLUMNS + " where true" + (issuer.isPresent() ? " and a.node = ?" : "")
                        + (about.isPresent() ? " and a.about_key = ?" : "")
                        + " order by a.about_key, a.object_key limit ?",
                AttestationReading::said,
                values.toArray());
    }

    /** Words of a node that hold, in the order of their keys, after this one. */
    public List<Said> held(int issuer, ObjectKey after, int most) throws SQLException {
        return sql.query(
                "select " + COLUMNS
                        + " where a.node = ? and a.holds and a.object_key > ? order by a.object_key limit ?",
                AttestationReading::said,
                issuer,
                after,
                most);
    }

    /** Of these words those that hold. */
    public List<Said> held(Collection<ObjectKey> words) throws SQLException {
        return sql.query(
                "select " + COLUMNS + " where a.object_key = any(?) and a.holds order by a.object_key",
                AttestationReading::said,
                Sql.many(words));
    }

    /**
     * Roles that the member has at this time, each as somebody's word (OQX-STA-063): ours first, then those of peers. Of nodes that are
     * blocked nothing. Only {@value #READ} words are read, and of another node its {@value #READ_OF_ONE} newest: what is said of a
     * member has no bound.
     */
    public List<Said> roles(ObjectKey about, int self, Instant now, int most) throws SQLException {
        return sql
                .query(
                        "select " + COLUMNS + " join (" + NEWEST + ") w on w.object_key = a.object_key"
                                + " where w.near = 0 or w.place <= " + READ_OF_ONE
                                + " order by w.near, w.place, a.object_key limit " + READ,
                        AttestationReading::said,
                        self,
                        about)
                .stream()
                .filter(said -> said.attestation().claim() instanceof Attestation.Role role && role.holdsAt(now))
                .limit(most)
                .toList();
    }

    private static Said said(ResultSet row) throws SQLException {
        try {
            return new Said(
                    Sql.key(row, "object_key"),
                    RecordReader.read(row.getBytes("bytes")),
                    ThreadLists.text(row, "issuer_name"),
                    Optional.ofNullable(row.getString("handle")),
                    row.getBoolean("holds"));
        } catch (RecordFault e) {
            throw new IllegalStateException("an attestation that was admitted can no longer be read", e);
        }
    }
}
