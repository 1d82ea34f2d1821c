package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Frame;
import org.guildhall.record.Accept;
import org.guildhall.record.Attestation;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Draft;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Tally;
import org.guildhall.record.Verdict;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Ledger;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.Test;

/**
 * The sums of standing, which a record changes by what it changes, are those that all facts give when they are computed at once (spec,
 * chapter Standing, sections 2 and 3). Here the facts are made from posts and from what was said, by no code of the tables' own.
 */
class StandingHistoriesTest {
    private static final int STEPS = 12;
    private static final Instant OLDEST = Instant.parse("2016-01-01T00:00:00Z");
    private static final List<String> TAGS = List.of("pumps", "seals", "oil");

    /** Ends a history that went well, so that the next begins where this one did. */
    private static final class Agreed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void agreeWithTheFullComputationAfterAThousandHistories() throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2()) {
            agree(database.location(), 1, 1_000);
        }
    }

    @EachDatabase
    void agreeWithTheFullComputationOnEachDatabase(DatabaseLocation location) throws Exception {
        agree(location, 1_001, 1_020);
    }

    private static void agree(DatabaseLocation location, int first, int last) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            Set<String> said = new HashSet<>();
            for (int seed = first; seed <= last; seed++) {
                int number = seed;
                assertThatThrownBy(() -> node.writer
                                .submit(tx -> {
                                    History history = new History(node, tx, number);
                                    history.run();
                                    said.addAll(history.sums().keySet().stream()
                                            .map(place -> place.source().isEmpty() ? "derived" : "attested")
                                            .toList());
                                    throw new Agreed();
                                })
                                .join())
                        .as("history %d", seed)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(Agreed.class);
            }
            assertThat(said).containsExactlyInAnyOrder("derived", "attested");
        }
    }

    private record Place(ObjectKey member, String topic, int issuer, boolean home, String source, int quarter) {}

    private record Total(String topic, int issuer, int quarter) {}

    private record Shown(ObjectKey thread, ObjectKey author, Instant at) {}

    private record Asked(ObjectKey author, List<String> tags) {}

    /** What happens to three nodes, six members, three questions and their answers; all in one transaction. */
    private static final class History {
        private final Transaction tx;
        private final Random random;
        private final SecureRandom nonces = new SecureRandom();
        private final Map<NodeId, SigningKey> keys = new LinkedHashMap<>();
        private final Map<NodeId, Long> logged = new HashMap<>();
        private final List<ObjectId> members = new ArrayList<>();
        private final List<ObjectId> questions = new ArrayList<>();
        private final Map<ObjectId, ObjectId> threadOf = new LinkedHashMap<>();
        private final Map<ObjectId, ObjectId> authorOf = new HashMap<>();
        private final Map<ObjectKey, List<OqxRecord>> said = new LinkedHashMap<>();
        private final Set<ObjectId> erased = new HashSet<>();
        private final List<Taken> batch = new ArrayList<>();

        History(NodeInMemory node, Transaction tx, int seed) throws Exception {
            this.tx = tx;
            this.random = new Random(seed);
            keys.put(node.id, node.signing);
            for (int i = 0; i < 2; i++) {
                SigningKey key = SigningKey.generate(nonces);
                keys.put(NodeId.of(key.publicKey()), key);
            }
            for (NodeId home : keys.keySet()) {
                for (int i = 0; i < 2; i++) {
                    String handle = "member" + i;
                    members.add(say(
                            new ObjectId(home, UUID.randomUUID()),
                            new MemberProfile(handle, handle, Optional.empty(), List.of(), Optional.empty())));
                }
            }
            for (int i = 0; i < 5; i += 2) {
                ObjectId question = new ObjectId(members.get(i).node(), UUID.randomUUID());
                authorOf.put(question, members.get(i));
                questions.add(question);
                tag(question);
            }
            apply();
            for (int i = 0; i < 6; i++) {
                answer();
            }
            apply();
        }

        void run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                happens();
                if (random.nextInt(3) > 0) {
                    apply();
                }
            }
            apply();
            assertThat(sums()).isEqualTo(sumsOf(facts()));
            assertThat(totals()).isEqualTo(totalsOf(facts()));
        }

        private <T> T one(Collection<T> of) {
            return List.copyOf(of).get(random.nextInt(of.size()));
        }

        private ObjectId say(ObjectId object, Body body) throws Exception {
            List<OqxRecord> before = said.computeIfAbsent(object.key(), unused -> new ArrayList<>());
            Instant at = OLDEST.plus(Duration.ofDays(random.nextInt(3_900)));
            Head head = Head.of(body.kind(), object, before.size() + 1, at, nonces);
            OqxRecord record = DataIntegrity.sign(new Draft(head, body), keys.get(object.node()));
            before.add(record);
            boolean own = object.node().equals(tx.selfId());
            long origin = own ? Frame.OWN : logged.merge(object.node(), 1L, Long::sum);
            batch.add(Taken.logged(record, tx.append(record, origin), origin));
            return object;
        }

        private void apply() throws SQLException {
            tx.flush();
            Projection.apply(tx, List.copyOf(batch), Projection.Occasion.FIRST);
            batch.clear();
        }

        private void happens() throws Exception {
            ObjectId answer = one(threadOf.keySet());
            ObjectId thread = threadOf.get(answer);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> tally(one(keys.keySet()), one(questions));
                case 3 -> {
                    Optional<ObjectId> chosen = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(answer);
                    say(new ObjectId(thread.node(), NamedUuid.accept(thread)), new Accept(thread, chosen));
                }
                case 4, 5 -> attest(one(keys.keySet()), one(members));
                case 6 -> answer();
                case 7 -> tag(one(questions));
                case 8 -> judge(answer, thread);
                case 9 -> comment(answer, thread);
                case 10 -> {
                    apply();
                    Hiding hiding = new Hiding(tx);
                    if (random.nextBoolean()) {
                        hiding.hide(
                                answer.key(),
                                thread.key(),
                                "spam",
                                members.get(0).key(),
                                ModerationLog.By.MODERATOR);
                    } else {
                        hiding.show(answer.key(), thread.key(), ModerationLog.By.MODERATOR);
                    }
                }
                default -> {
                    if (random.nextBoolean()) {
                        takeBack(answer, Kind.ANSWER, Optional.of(thread));
                    } else if (random.nextInt(3) == 0) {
                        takeBack(one(members), Kind.MEMBER, Optional.empty());
                    }
                }
            }
        }

        private void tag(ObjectId question) throws Exception {
            List<String> tags = new ArrayList<>(TAGS);
            Collections.shuffle(tags, random);
            say(
                    question,
                    new Question(
                            authorOf.get(question).id(),
                            "Which oil?",
                            "In winter.",
                            List.copyOf(tags.subList(0, 1 + random.nextInt(2))),
                            "en",
                            "CC-BY-SA-4.0",
                            Post.Origin.HERE));
        }

        private void answer() throws Exception {
            ObjectId author = one(members);
            ObjectId thread = one(questions);
            if (!erased.contains(author)) {
                ObjectId answer = new ObjectId(author.node(), UUID.randomUUID());
                say(answer, NodeInMemory.answerBody(author, thread, "Number 46."));
                authorOf.put(answer, author);
                threadOf.put(answer, thread);
                judge(answer, thread);
            }
        }

        private void comment(ObjectId answer, ObjectId thread) throws Exception {
            ObjectId author = one(members);
            say(
                    new ObjectId(author.node(), UUID.randomUUID()),
                    new Comment(
                            author.id(),
                            thread,
                            answer,
                            "Thanks.",
                            Optional.empty(),
                            Optional.empty(),
                            Post.Origin.HERE));
        }

        private void tally(NodeId issuer, ObjectId thread) throws Exception {
            List<Tally.Count> counts = new ArrayList<>();
            for (ObjectId answer : threadOf.keySet()) {
                if (threadOf.get(answer).equals(thread) && random.nextBoolean()) {
                    counts.add(new Tally.Count(answer, random.nextInt(13), random.nextInt(4)));
                }
            }
            counts.sort(Comparator.comparing(Tally.Count::about));
            if (!counts.isEmpty()) {
                ObjectId tally = say(
                        new ObjectId(issuer, NamedUuid.tally(issuer, thread)), new Tally(thread, List.copyOf(counts)));
                judge(tally, thread);
            }
        }

        /** Of third nodes only that is shown which the thread's home took (OQX-INC-024, 025). */
        private void judge(ObjectId about, ObjectId thread) throws Exception {
            if (!about.node().equals(thread.node())) {
                OqxRecord newest =
                        said.get(about.key()).get(said.get(about.key()).size() - 1);
                boolean taken = random.nextInt(5) > 0;
                say(
                        new ObjectId(thread.node(), NamedUuid.verdict(thread.node(), about)),
                        new Verdict(
                                thread,
                                about,
                                taken ? Verdict.Ruling.TAKEN : Verdict.Ruling.DECLINED,
                                newest.head().revision(),
                                newest.payload().digest(),
                                taken ? Optional.empty() : Optional.of("spam"),
                                Optional.empty()));
            }
        }

        private void attest(NodeId issuer, ObjectId member) throws Exception {
            if (!erased.contains(member)) {
                Attestation.Claim claim = new Attestation.Standing(
                        random.nextBoolean() ? Optional.empty() : Optional.of(one(TAGS)),
                        Instant.EPOCH,
                        List.of(
                                new Attestation.Period(200, 9, random.nextInt(4), random.nextInt(9), 0),
                                new Attestation.Period(210 + random.nextInt(9), 3, 0, random.nextInt(9), 1)));
                say(
                        new ObjectId(issuer, NamedUuid.attestation(issuer, member, claim)),
                        new Attestation(
                                member,
                                random.nextInt(3) == 0 ? Label.State.OFF : Label.State.ON,
                                claim,
                                Optional.empty()));
            }
        }

        /** By its owner, or an answer by this node alone. */
        private void takeBack(ObjectId object, Kind kind, Optional<ObjectId> thread) throws Exception {
            if (erased.add(object)) {
                Instant dated = said.get(object.key()).get(0).head().dateCreated();
                Gone gone = new Gone(object, kind, dated, thread, Optional.empty());
                if (kind == Kind.MEMBER || random.nextBoolean()) {
                    say(new ObjectId(object.node(), NamedUuid.erase(object)), new Erase(gone));
                } else {
                    say(
                            new ObjectId(tx.selfId(), NamedUuid.drop(tx.selfId(), object)),
                            new Drop(gone, "spam", Optional.empty()));
                }
            }
        }

        Map<Place, Long> sums() throws SQLException {
            Map<Place, Long> sums = new HashMap<>();
            tx.sql().query("select * from standing_sum", row -> {
                Place place = new Place(
                        Sql.key(row, "member_key"),
                        row.getString("topic"),
                        row.getInt("issuer"),
                        row.getBoolean("home"),
                        row.getString("source"),
                        row.getInt("quarter"));
                return sums.put(place, row.getLong("points"));
            });
            return sums;
        }

        private Map<Total, Long> totals() throws SQLException {
            Map<Total, Long> totals = new HashMap<>();
            tx.sql().query("select * from standing_total", row -> {
                Total total = new Total(row.getString("topic"), row.getInt("issuer"), row.getInt("quarter"));
                return totals.put(total, row.getLong("points"));
            });
            return totals;
        }

        private Map<Place, Long> sumsOf(Map<ObjectId, List<Fact>> facts) throws SQLException {
            Map<Place, Long> sums = new HashMap<>();
            for (List<Fact> stated : facts.values()) {
                for (Fact fact : stated) {
                    int issuer = tx.number(fact.issuer());
                    for (String topic : fact.topics()) {
                        Place place = new Place(
                                fact.member().key(), topic, issuer, fact.isHome(), fact.source(), fact.quarter());
                        sums.merge(place, fact.points(), Long::sum);
                    }
                }
            }
            sums.values().removeIf(points -> points == 0);
            return sums;
        }

        private Map<Total, Long> totalsOf(Map<ObjectId, List<Fact>> facts) throws SQLException {
            Ledger ledger = new Ledger();
            facts.forEach(ledger::state);
            Map<Total, Long> totals = new HashMap<>();
            List<String> topics = new ArrayList<>(TAGS);
            topics.add(Fact.ALL_TOPICS);
            for (String topic : topics) {
                for (NodeId issuer : keys.keySet()) {
                    var given = ledger.toAll(topic).get(issuer);
                    if (given != null) {
                        int number = tx.number(issuer);
                        given.byQuarter()
                                .forEach((quarter, points) -> totals.put(new Total(topic, number, quarter), points));
                    }
                }
            }
            totals.values().removeIf(points -> points == 0);
            return totals;
        }

        /** All facts, by the record that states them. */
        private Map<ObjectId, List<Fact>> facts() throws SQLException {
            Map<ObjectKey, Shown> answers = new HashMap<>();
            tx.sql().query("select * from post where visible and erased = 0 and kind = " + Kind.ANSWER.code(), row -> {
                Shown shown = new Shown(
                        Sql.key(row, "thread_key"),
                        Sql.key(row, "author"),
                        Instant.ofEpochMilli(row.getLong("created_at")));
                return answers.put(Sql.key(row, "object_key"), shown);
            });
            Map<ObjectKey, Asked> threads = new HashMap<>();
            tx.sql()
                    .query(
                            "select thread_key, author, tags from thread",
                            row -> threads.put(
                                    Sql.key(row, "thread_key"),
                                    new Asked(
                                            Sql.key(row, "author"),
                                            List.of(row.getString("tags").split(" ", -1)))));
            Map<ObjectKey, Integer> tallies = new TreeMap<>();
            tx.sql()
                    .query(
                            "select object_key, revision from tally",
                            row -> tallies.put(Sql.key(row, "object_key"), row.getInt("revision")));

            Map<ObjectId, List<Fact>> facts = new HashMap<>();
            for (List<OqxRecord> revisions : said.values()) {
                OqxRecord newest = revisions.get(revisions.size() - 1);
                List<Fact> stated = new ArrayList<>();
                if (newest.body() instanceof Attestation attestation) {
                    attested(newest, attestation, stated);
                } else if (newest.body() instanceof Accept accept
                        && accept.about().isPresent()) {
                    ObjectId chosen = accept.about().get();
                    Asked asked = threads.get(accept.thread().key());
                    if (asked != null
                            && !asked.author().equals(authorOf.get(chosen).key())) {
                        derived(newest, accept.thread(), new Basis.Accepted(chosen), chosen, answers, threads, stated);
                    }
                } else if (newest.body() instanceof Tally
                        && tallies.containsKey(newest.object().key())) {
                    OqxRecord counting =
                            revisions.get(tallies.get(newest.object().key()) - 1);
                    Tally tally = (Tally) counting.body();
                    for (Tally.Count count : tally.counts()) {
                        Basis votes = new Basis.Votes(count.about(), count.up(), count.down());
                        derived(counting, tally.thread(), votes, count.about(), answers, threads, stated);
                    }
                }
                facts.put(newest.object(), stated);
            }
            return facts;
        }

        private void derived(
                OqxRecord record,
                ObjectId thread,
                Basis basis,
                ObjectId answer,
                Map<ObjectKey, Shown> answers,
                Map<ObjectKey, Asked> threads,
                List<Fact> stated) {
            Shown shown = answers.get(answer.key());
            Asked asked = threads.get(thread.key());
            ObjectId author = authorOf.get(answer);
            if (shown != null && asked != null && !erased.contains(author)) {
                assertThat(shown.thread()).isEqualTo(thread.key());
                assertThat(shown.author()).isEqualTo(author.key());
                Instant at = record.head().dateCreated();
                stated.add(Fact.derived(record.object(), at, author, asked.tags(), basis, shown.at()));
            }
        }

        private void attested(OqxRecord record, Attestation attestation, List<Fact> stated) {
            if (attestation.state() == Label.State.ON
                    && !erased.contains(attestation.about())
                    && attestation.claim() instanceof Attestation.Standing standing) {
                for (Attestation.Period period : standing.periods()) {
                    stated.add(Fact.attested(
                            record.object(),
                            record.head().dateCreated(),
                            attestation.about(),
                            standing.topic(),
                            new Basis.Attested(
                                    period.quarter(),
                                    period.answers(),
                                    period.accepted(),
                                    period.up(),
                                    period.down())));
                }
            }
        }
    }
}
