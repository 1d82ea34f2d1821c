package org.guildhall.admission;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;
import org.guildhall.store.Sql;

/**
 * The gate for what members of this node do by standing. Pages ask it what to offer; whoever carries an act out asks it again, in the
 * transaction of the act.
 */
public final class Privileges {
    private final NodeId self;
    private final Clock clock;

    public Privileges(NodeId self, Clock clock) {
        this.self = self;
        this.clock = clock;
    }

    /** What a member may do whose role is known, with the points, for pages that show them. */
    public Allowance of(Sql sql, ObjectKey member, Role role) throws SQLException {
        return new Allowance(role, points(sql, member), Thresholds.read(sql));
    }

    /** Home and peers together, in all topics: of our own members, on our own site (OQX-STA-043). */
    private long points(Sql sql, ObjectKey member) throws SQLException {
        Map<ObjectKey, Standing> standings =
                new Standings(sql, self, clock.instant()).of(List.of(member), Fact.ALL_TOPICS);
        return Optional.ofNullable(standings.get(member))
                .map(standing -> standing.home() + standing.peers())
                .orElse(0L);
    }

    /**
     * As whom a member does what needs a privilege.
     *
     * @throws Lacking when the member may not
     */
    Role require(Sql sql, ObjectKey member, Privilege privilege) throws Lacking, SQLException {
        Allowance allowance = towards(sql, member, privilege);
        if (!allowance.may(privilege)) {
            throw allowance.lacking(privilege);
        }
        return allowance.role();
    }

    /** What a member may do, as far as one privilege goes; one without an account, nothing but what needs no points. */
    private Allowance towards(Sql sql, ObjectKey member, Privilege privilege) throws SQLException {
        Role role = new Accounts(sql)
                .byMember(member)
                .filter(account -> !account.disabled())
                .map(account -> account.role())
                .orElse(Role.MEMBER);
        return towards(sql, member, role, privilege);
    }

    /**
     * What a member may do whose role is known, as far as one privilege goes. The points are counted, which takes reading all that was
     * said of the member, only where the answer depends on them, and are 0 elsewhere.
     */
    public Allowance towards(Sql sql, ObjectKey member, Role role, Privilege privilege) throws SQLException {
        Thresholds thresholds = Thresholds.read(sql);
        long needed = thresholds.of(privilege);
        boolean counts = !role.atLeast(Role.MODERATOR) && needed > 0 && needed != Thresholds.NEVER;
        return new Allowance(role, counts ? points(sql, member) : 0, thresholds);
    }

    /**
     * Asks for what a comment needs, in the transaction that publishes it.
     *
     * @throws Lacking when the member may not
     */
    public void requireComment(Sql sql, ObjectKey member, ObjectKey about) throws Lacking, SQLException {
        Optional<Lacking> lacking = lackingForComment(sql, member, about);
        if (lacking.isPresent()) {
            throw lacking.get();
        }
    }

    /**
     * What a member lacks to comment on a post. Whoever asked a question comments wherever they like below it, and whoever wrote a post,
     * below that: they must be able to reply.
     */
    public Optional<Lacking> lackingForComment(Sql sql, ObjectKey member, ObjectKey about) throws SQLException {
        Allowance allowance = towards(sql, member, Privilege.COMMENT);
        return allowance.may(Privilege.COMMENT) || concerns(sql, member, about)
                ? Optional.empty()
                : Optional.of(allowance.lacking(Privilege.COMMENT));
    }

    private static boolean concerns(Sql sql, ObjectKey member, ObjectKey about) throws SQLException {
        return sql.first(
                        "select 1 from post p left join post q on q.object_key = p.thread_key"
                                + " where p.object_key = ? and (p.author = ? or q.author = ?)",
                        row -> true,
                        about,
                        member,
                        member)
                .isPresent();
    }
}
