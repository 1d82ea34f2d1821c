package org.guildhall.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.Limits;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Age;
import org.guildhall.store.AnswerCounts;
import org.guildhall.store.AttestationReading;
import org.guildhall.store.AttestationReading.Said;
import org.guildhall.store.Sql;

/**
 * What this node says of members, signed and published: roles as its people decide, standing as its own tallies and acceptances say
 * (spec, chapter Standing, section 8). What it says of standing is kept true until it is taken back.
 */
public final class Attesting {
    /** The code of a refusal: this is said already, or not said. */
    public static final String UNCHANGED = "attestation-unchanged";
    /** The code of a refusal: no answer of the member is told of by our log. */
    public static final String NOTHING = "nothing-to-attest";

    /** Between two revisions of one standing attestation that nobody asked for. */
    static final Duration FRESH = Duration.ofDays(1);

    private static final int AT_ONCE = 100;
    private static final ObjectKey FIRST = ObjectKey.ZERO;

    private Attesting() {}

    /**
     * Says that a member has a role, or says it otherwise than before.
     *
     * @throws Refusal {@link #UNCHANGED}, or as the rule book has it
     */
    public static Attestation role(Desk desk, ObjectId member, Attestation.Role role, Optional<String> reason)
            throws Refusal, SQLException {
        Attestation said = new Attestation(member, Label.State.ON, role, reason);
        boolean same = present(desk, member, role)
                .map(before -> before.attestation().equals(said))
                .orElse(false);
        if (same) {
            throw new Refusal(UNCHANGED, "this node says so already");
        }
        desk.publish(id(desk, member, role), said);
        return said;
    }

    /**
     * What this node's tallies and acceptances say of the member's answers, in a topic or in all.
     *
     * @throws Refusal {@link #UNCHANGED}, {@link #NOTHING}, or as the rule book has it
     */
    public static Attestation standing(Desk desk, ObjectId member, Optional<String> topic)
            throws Refusal, SQLException {
        List<AnswerCounts.Line> lines = new AnswerCounts(desk.tx().sql())
                .of(List.of(member.key()), desk.tx().self())
                .getOrDefault(member.key(), List.of());
        Instant now = desk.tx().now();
        List<Attestation.Period> periods = periods(lines, topic, now);
        if (periods.isEmpty()) {
            throw new Refusal(
                    NOTHING,
                    "our log tells of no answer by this member"
                            + topic.map(tag -> " in " + tag).orElse(""));
        }
        Attestation.Standing standing = new Attestation.Standing(topic, now, periods);
        if (present(desk, member, standing).map(before -> says(before, periods)).orElse(false)) {
            throw new Refusal(UNCHANGED, "this node says so already");
        }
        Attestation said = new Attestation(member, Label.State.ON, standing, Optional.empty());
        desk.publish(id(desk, member, standing), said);
        return said;
    }

    /**
     * Takes back what this node said.
     *
     * @param claim a role of this name, or a standing in this topic
     * @throws Refusal {@link #UNCHANGED} when it says nothing of the kind
     */
    public static Attestation revoke(Desk desk, ObjectId member, Attestation.Claim claim, Optional<String> reason)
            throws Refusal, SQLException {
        Said before = present(desk, member, claim)
                .orElseThrow(() -> new Refusal(UNCHANGED, "this node does not say so; see `guildhall attestation ls`"));
        Attestation said =
                new Attestation(member, Label.State.OFF, before.attestation().claim(), reason);
        desk.publish(before.record().object(), said);
        return said;
    }

    /**
     * Some of our words that were looked through.
     *
     * @param stale objects of those that our log does not bear out any more
     * @param next where to go on; empty at the end
     */
    record Looked(List<ObjectKey> stale, Optional<ObjectKey> next) {}

    /**
     * Looks which standing that this node attested is to be brought up to date: by what was counted since, and what was erased or
     * declined. Counts all answers of those members, so not on the writer's thread.
     *
     * @param self our number
     * @param after where the last call ended; empty to begin
     */
    static Looked look(Sql sql, int self, Instant now, Optional<ObjectKey> after) throws SQLException {
        List<Said> some = new AttestationReading(sql).held(self, after.orElse(FIRST), AT_ONCE);
        List<ObjectKey> stale = changed(sql, self, now, some).stream()
                .map(statement -> statement.object().key())
                .toList();
        return new Looked(
                stale,
                some.size() < AT_ONCE
                        ? Optional.empty()
                        : Optional.of(some.get(some.size() - 1).key()));
    }

    /**
     * Brings these words up to date, as far as that is still to be done: since somebody looked, they may have been said anew or taken
     * back. A revision of each a day at most.
     */
    static void renew(Desk desk, List<ObjectKey> words) throws Refusal, SQLException {
        Sql sql = desk.tx().sql();
        List<Said> said = new AttestationReading(sql).held(words);
        desk.publish(changed(sql, desk.tx().self(), desk.tx().now(), said));
    }

    /** What is to be said now of those that say something else. */
    private static List<Desk.Statement> changed(Sql sql, int self, Instant now, List<Said> some) throws SQLException {
        List<Said> due = some.stream()
                .filter(said -> said.attestation().claim() instanceof Attestation.Standing
                        && !said.record().head().dateCreated().plus(FRESH).isAfter(now))
                .toList();
        if (due.isEmpty()) {
            return List.of();
        }
        Set<ObjectKey> members = new HashSet<>();
        due.forEach(said -> members.add(said.attestation().about().key()));
        Map<ObjectKey, List<AnswerCounts.Line>> lines = new AnswerCounts(sql).of(members, self);
        List<Desk.Statement> changed = new ArrayList<>();
        for (Said said : due) {
            Attestation before = said.attestation();
            Attestation.Standing standing = (Attestation.Standing) before.claim();
            List<Attestation.Period> periods =
                    periods(lines.getOrDefault(before.about().key(), List.of()), standing.topic(), now);
            if (!says(said, periods)) {
                Label.State state = periods.isEmpty() ? Label.State.OFF : Label.State.ON;
                changed.add(new Desk.Statement(
                        said.record().object(),
                        new Attestation(
                                before.about(),
                                state,
                                new Attestation.Standing(standing.topic(), now, periods),
                                Optional.empty())));
            }
        }
        return changed;
    }

    private static boolean says(Said said, List<Attestation.Period> periods) {
        return said.attestation().claim() instanceof Attestation.Standing standing
                && standing.periods().equals(periods);
    }

    /** Our word that holds. */
    private static Optional<Said> present(Desk desk, ObjectId member, Attestation.Claim claim) throws SQLException {
        return new AttestationReading(desk.tx().sql())
                .of(id(desk, member, claim).key())
                .filter(Said::holds);
    }

    private static ObjectId id(Desk desk, ObjectId member, Attestation.Claim claim) {
        NodeId self = desk.tx().selfId();
        return new ObjectId(self, NamedUuid.attestation(self, member, claim));
    }

    /** By quarters of the answers; the oldest go when there are more than a record holds. */
    private static List<Attestation.Period> periods(
            List<AnswerCounts.Line> lines, Optional<String> topic, Instant now) {
        Map<Integer, Attestation.Period> byQuarter = new TreeMap<>();
        for (AnswerCounts.Line line : lines) {
            if (topic.map(line.topics()::contains).orElse(true)) {
                int quarter = Math.min(Age.quarterOf(Instant.ofEpochMilli(line.at())), Age.quarterOf(now));
                byQuarter.merge(
                        quarter,
                        new Attestation.Period(quarter, 1, line.accepted() ? 1 : 0, line.up(), line.down()),
                        Attesting::plus);
            }
        }
        List<Attestation.Period> periods = List.copyOf(byQuarter.values());
        return periods.subList(Math.max(0, periods.size() - Limits.PERIODS), periods.size());
    }

    private static Attestation.Period plus(Attestation.Period one, Attestation.Period other) {
        return new Attestation.Period(
                one.quarter(),
                sum(one.answers(), other.answers()),
                sum(one.accepted(), other.accepted()),
                sum(one.up(), other.up()),
                sum(one.down(), other.down()));
    }

    private static long sum(long one, long other) {
        return Math.min(Limits.ATTESTED, one + other);
    }
}
