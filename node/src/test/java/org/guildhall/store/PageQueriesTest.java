package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.Link;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ThreadLists.Listed;
import org.guildhall.store.ThreadLists.Order;
import org.guildhall.store.ThreadLists.Origin;
import org.guildhall.store.ThreadLists.Place;
import org.guildhall.store.ThreadLists.Wish;
import org.guildhall.store.ThreadReading.PostRow;

/** The queries behind pages, on each database. */
class PageQueriesTest {

    @EachDatabase
    void listsThreadsPageByPageWithoutLossOrRepetition(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Here", location)) {
            ObjectId ada = node.join("ada");
            for (int i = 0; i < 7; i++) {
                ObjectId thread = node.ask(ada, "Question number " + i);
                if (i % 2 == 0) {
                    node.answer(ada, thread, "Answer " + i);
                }
            }
            for (Order order : Order.values()) {
                Set<ObjectKey> seen = new HashSet<>();
                Optional<Place> after = Optional.empty();
                List<Listed> page;
                do {
                    page = lists(node, new Wish(order, Origin.HERE, Optional.empty(), Optional.empty(), after, 2));
                    page.forEach(row -> assertThat(seen.add(row.thread())).isTrue());
                    after = page.isEmpty()
                            ? after
                            : Optional.of(page.get(page.size() - 1).place(order));
                } while (!page.isEmpty());
                assertThat(seen).hasSize(order == Order.UNANSWERED ? 3 : 7);
            }
            assertThat(lists(node, wish(Order.NEWEST, Origin.PEERS))).isEmpty();
            List<Listed> active = lists(node, wish(Order.ACTIVE, Origin.ALL));
            assertThat(active).isSortedAccordingTo((a, b) -> b.activeAt().compareTo(a.activeAt()));
            assertThat(active.get(0).author().name()).isEqualTo("ada");
            assertThat(active.get(0).tags()).containsExactly("pumps");
            assertThat(lists(
                            node,
                            new Wish(
                                    Order.NEWEST,
                                    Origin.ALL,
                                    Optional.of("pumps"),
                                    Optional.of(ada.key()),
                                    Optional.empty(),
                                    50)))
                    .hasSize(7);
            assertThat(lists(
                            node,
                            new Wish(
                                    Order.NEWEST,
                                    Origin.ALL,
                                    Optional.of("seals"),
                                    Optional.empty(),
                                    Optional.empty(),
                                    50)))
                    .isEmpty();
        }
    }

    @EachDatabase
    void readsAThreadWithAllThatBelongsToIt(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Here", location)) {
            ObjectId ada = node.join("ada");
            ObjectId bob = node.join("bob");
            ObjectId thread = node.ask(ada, "Which grease for the slewing ring?");
            ObjectId other = node.ask(ada, "Which grease for a slewing ring?");
            ObjectId answer = node.answer(bob, thread, "EP 2.");
            ObjectId comment = node.comment(ada, thread, answer, "Thanks.");
            node.accept(thread, Optional.of(answer));
            Link.Target target = new Link.Target.OfThread(thread);
            node.publish(
                    new ObjectId(node.id, NamedUuid.link(other, Link.Relation.DUPLICATE_OF, target)),
                    new Link(other, target, Link.Relation.DUPLICATE_OF));
            node.writer
                    .submit(tx -> {
                        new Hiding(tx).hide(comment.key(), thread.key(), "spam", ada.key(), ModerationLog.By.MODERATOR);
                        return true;
                    })
                    .get();
            node.vote(ada, answer);
            node.vote(ada, answer);
            try (Connection connection = node.database.reads().getConnection()) {
                ThreadReading reading = new ThreadReading(new Sql(connection));
                List<PostRow> posts = reading.posts(thread.key());
                assertThat(posts).extracting(PostRow::key).containsExactly(thread.key(), answer.key(), comment.key());
                assertThat(posts.get(1).score()).isEqualTo(1);
                assertThat(posts.get(1).id()).isEqualTo(answer.id());
                assertThat(posts.get(2).hidden()).contains("spam");
                assertThat(reading.accepted(thread.key())).contains(answer.key());
                assertThat(reading.votes(thread.key(), ada.key())).containsEntry(answer.key(), 1);
                assertThat(reading.rulings(thread.key())).isEmpty();
                assertThat(reading.links(thread.key()))
                        .singleElement()
                        .satisfies(link -> assertThat(link.thread()).contains(other.key()));
                assertThat(reading.links(other.key()))
                        .singleElement()
                        .satisfies(link -> assertThat(link.thread()).contains(thread.key()));

                MemberReading members = new MemberReading(new Sql(connection));
                assertThat(members.profile(bob.key()).orElseThrow().handle()).isEqualTo("bob");
                assertThat(members.figures(bob.key())).isEqualTo(new MemberReading.Figures(0, 1, 1, 1, 0));
                assertThat(members.written(bob.key(), Instant.ofEpochMilli(Long.MAX_VALUE), 10))
                        .singleElement()
                        .satisfies(row -> assertThat(row.accepted()).isTrue());

                RecordReading records = new RecordReading(new Sql(connection));
                var revisions = records.revisions(answer.key());
                assertThat(revisions).hasSize(1);
                assertThat(records.bytes(revisions.get(0).digest())).isPresent();
                assertThat(records.logged(node.writer.self(), revisions.get(0).digest())
                                .orElseThrow()
                                .origin())
                        .isEqualTo(-1);

                assertThat(new Topics(new Sql(connection)).busiest(5))
                        .containsExactly(new Topics.Topic("pumps", 2, ""));
                assertThat(NodeNames.read(new Sql(connection))
                                .get(node.writer.self())
                                .name())
                        .isEqualTo("Here");
                assertThat(new PeerReading(new Sql(connection)).all()).isEmpty();
            }
        }
    }

    @EachDatabase
    void keepsAccountsSessionsAndLinks(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Here", location)) {
            ObjectId ada = node.join("ada");
            Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
            byte[] token = new byte[32];
            node.writer
                    .submit(tx -> {
                        Accounts accounts = new Accounts(tx.sql());
                        accounts.create(new Account(
                                ada.key(), "ada", Optional.of("x"), Role.ADMINISTRATOR, Optional.empty(), now, false));
                        new SessionRows(tx.sql()).start(token, ada.key(), "csrf", now, now.plusSeconds(10));
                        Tickets tickets = new Tickets(tx.sql());
                        tickets.issue(
                                token,
                                Tickets.Purpose.INVITATION,
                                Optional.empty(),
                                "Eve",
                                Optional.of(ada.key()),
                                now,
                                now.plusSeconds(10));
                        assertThat(tickets.openInvitations(now)).hasSize(1);
                        assertThat(tickets.use(token, Tickets.Purpose.RESET, now))
                                .isFalse();
                        assertThat(tickets.use(token, Tickets.Purpose.INVITATION, now.plusSeconds(10)))
                                .isFalse();
                        assertThat(tickets.use(token, Tickets.Purpose.INVITATION, now))
                                .isTrue();
                        assertThat(tickets.use(token, Tickets.Purpose.INVITATION, now))
                                .isFalse();
                        assertThat(accounts.administrators()).isEqualTo(1);
                        new Settings(tx.sql()).set("a", "1");
                        new Settings(tx.sql()).set("a", "2");
                        new Topics(tx.sql()).describe("pumps", "All about pumps", now);
                        return true;
                    })
                    .get();
            try (Connection connection = node.database.reads().getConnection()) {
                Sql sql = new Sql(connection);
                SessionRows sessions = new SessionRows(sql);
                assertThat(sessions.find(token, now).orElseThrow().name()).isEqualTo("ada");
                assertThat(sessions.find(token, now.plusSeconds(10))).isEmpty();
                assertThat(new Settings(sql).get("a")).contains("2");
                assertThat(new Accounts(sql).byHandle("ada")).isPresent();
                assertThat(new Accounts(sql).page("", 10)).hasSize(1);
                assertThat(new Topics(sql).description("pumps")).contains("All about pumps");
                assertThat(new Notifications(sql).newest(ada.key(), 5)).isEmpty();
            }
            node.writer
                    .submit(tx -> {
                        new Accounts(tx.sql()).setDisabled(ada.key(), true);
                        return true;
                    })
                    .get();
            try (Connection connection = node.database.reads().getConnection()) {
                assertThat(new SessionRows(new Sql(connection)).find(token, now))
                        .isEmpty();
            }
        }
    }

    private static Wish wish(Order order, Origin origin) {
        return new Wish(order, origin, Optional.empty(), Optional.empty(), Optional.empty(), 50);
    }

    private static List<Listed> lists(NodeInMemory node, Wish wish) throws Exception {
        try (Connection connection = node.database.reads().getConnection()) {
            return new ThreadLists(new Sql(connection), node.writer.self()).page(wish);
        }
    }
}
