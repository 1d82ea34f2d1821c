package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.ObjectKey;
import org.guildhall.reputation.Word;

/**
 * The sums of facts: what each source gives a member in a topic, and what those that count give all members. A fact changes as
 * many rows as it has topics; of the others only those are read that are about its member, in its topics.
 */
final class StandingSums {
    /**
     * Topics, where members are given as well. The embedded database must not find the rows by their topic: in that of all topics
     * there is one of nearly every member.
     */
    static final String OF_TOPICS = "substring(topic from 1) = any(?)";

    private StandingSums() {}

    /** One issuer's word on a member in a topic. */
    private record Place(ObjectKey member, String topic, int issuer) {}

    /** A row. */
    private record Sum(Place place, String source, int quarter) {}

    /** A row of the totals. */
    private record Total(String topic, int issuer, int quarter) {}

    static void change(Transaction tx, Set<StandingFacts.Line> removed, Set<StandingFacts.Line> added)
            throws SQLException {
        Map<Sum, Long> changes = new HashMap<>();
        Set<Place> abroad = new HashSet<>();
        collect(removed, -1, changes, abroad);
        collect(added, 1, changes, abroad);
        changes.values().removeIf(change -> change == 0);
        if (changes.isEmpty()) {
            return;
        }
        Map<Sum, Long> before = read(tx, changes.keySet());
        Map<Sum, Long> after = new HashMap<>(before);
        changes.forEach((sum, change) -> after.merge(sum, change, Long::sum));

        // Another source may count afterwards, so words are taken out of the totals whole and put back.
        Map<Total, Long> totals = new HashMap<>();
        words(before, abroad).forEach((place, word) -> add(totals, place, word, -1));
        words(after, abroad).forEach((place, word) -> add(totals, place, word, 1));
        totals.values().removeIf(change -> change == 0);

        writeSums(tx, changes.keySet(), after, abroad);
        writeTotals(tx, totals);
    }

    private static void collect(
            Collection<StandingFacts.Line> lines, int sign, Map<Sum, Long> changes, Set<Place> abroad) {
        for (StandingFacts.Line line : lines) {
            for (String topic : line.allTopics()) {
                Place place = new Place(line.member(), topic, line.issuer());
                changes.merge(new Sum(place, line.source(), line.quarter()), sign * line.points(), Long::sum);
                if (!line.home()) {
                    abroad.add(place);
                }
            }
        }
    }

    /** All that is said of the same members in the same topics by the same issuers. */
    private static Map<Sum, Long> read(Transaction tx, Set<Sum> touched) throws SQLException {
        Set<ObjectKey> members = new HashSet<>();
        Set<String> topics = new HashSet<>();
        Set<Place> places = new HashSet<>();
        for (Sum sum : touched) {
            places.add(sum.place());
            members.add(sum.place().member());
            topics.add(sum.place().topic());
        }
        Map<Sum, Long> sums = new HashMap<>();
        tx.sql()
                .query(
                        "select member_key, topic, issuer, source, quarter, points from standing_sum"
                                + " where member_key = any(?) and " + OF_TOPICS,
                        row -> sums.put(
                                new Sum(
                                        new Place(
                                                Sql.key(row, "member_key"),
                                                row.getString("topic"),
                                                row.getInt("issuer")),
                                        row.getString("source"),
                                        row.getInt("quarter")),
                                row.getLong("points")),
                        Sql.many(members),
                        topics);
        sums.keySet().removeIf(sum -> !places.contains(sum.place()));
        return sums;
    }

    private static Map<Place, Word> words(Map<Sum, Long> sums, Set<Place> abroad) {
        Map<Place, Word> words = new HashMap<>();
        sums.forEach((sum, points) -> {
            if (abroad.contains(sum.place())) {
                words.computeIfAbsent(sum.place(), unused -> new Word()).add(sum.source(), sum.quarter(), points);
            }
        });
        return words;
    }

    private static void add(Map<Total, Long> totals, Place place, Word word, int sign) {
        word.counting()
                .byQuarter()
                .forEach((quarter, points) ->
                        totals.merge(new Total(place.topic(), place.issuer(), quarter), sign * points, Long::sum));
    }

    private static void writeSums(Transaction tx, Set<Sum> changed, Map<Sum, Long> after, Set<Place> abroad)
            throws SQLException {
        try (Batch forget = new Batch(
                        tx.connection(),
                        "delete from standing_sum where member_key = ? and topic = ? and issuer = ? and source = ?"
                                + " and quarter = ?");
                Batch sums = new Batch(
                        tx.connection(),
                        "insert into standing_sum (member_key, topic, issuer, source, quarter, home, points)"
                                + " values (?, ?, ?, ?, ?, ?, ?)")) {
            for (Sum sum : changed) {
                Place place = sum.place();
                forget.add(place.member(), place.topic(), place.issuer(), sum.source(), sum.quarter());
                long points = after.getOrDefault(sum, 0L);
                if (points != 0) {
                    sums.add(
                            place.member(),
                            place.topic(),
                            place.issuer(),
                            sum.source(),
                            sum.quarter(),
                            !abroad.contains(place),
                            points);
                }
            }
            forget.run();
            sums.run();
        }
    }

    private static void writeTotals(Transaction tx, Map<Total, Long> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (Batch there = new Batch(
                        tx.connection(),
                        "insert into standing_total (topic, issuer, quarter, points) values (?, ?, ?, 0)"
                                + " on conflict do nothing");
                Batch update = new Batch(
                        tx.connection(),
                        "update standing_total set points = points + ? where topic = ? and issuer = ? and quarter = ?");
                Batch forget = new Batch(
                        tx.connection(),
                        "delete from standing_total where topic = ? and issuer = ? and quarter = ? and points = 0")) {
            for (Map.Entry<Total, Long> one : changes.entrySet()) {
                Total total = one.getKey();
                there.add(total.topic(), total.issuer(), total.quarter());
                update.add(one.getValue(), total.topic(), total.issuer(), total.quarter());
                forget.add(total.topic(), total.issuer(), total.quarter());
            }
            there.run();
            update.run();
            forget.run();
        }
    }
}
