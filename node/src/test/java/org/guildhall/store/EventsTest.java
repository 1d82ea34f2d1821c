package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Events.Event;
import org.guildhall.store.Events.Kind;
import org.guildhall.store.Events.Wish;

class EventsTest {
    private static final Wish ALL =
            new Wish(Optional.empty(), Optional.empty(), Instant.parse("2026-01-01T00:00:00Z"), 0, 100);

    private final NodeId self =
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
    private final NodeId peer =
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());
    private final HandSet clock = new HandSet();

    @EachDatabase
    void tellsWhatHappenedInItsOrderAndFindsIt(Database database) throws Exception {
        Events events = new Events(database);
        try (Writer writer = Writer.open(database, self, clock)) {
            note(writer, Kind.STARTED, Optional.empty(), "", "version 1");
            clock.now = clock.now.plusSeconds(60);
            note(writer, Kind.PEERING, Optional.of(peer), "active", "at http://peer");
            clock.now = clock.now.plusSeconds(60);
            note(writer, Kind.STOPPED, Optional.empty(), "", "");

            assertThat(events.read(ALL))
                    .extracting(Event::kind)
                    .containsExactly(Kind.STARTED, Kind.PEERING, Kind.STOPPED);
            Event met = events.read(
                            new Wish(Optional.of(peer), Optional.empty(), Instant.EPOCH.plus(Events.KEPT), 0, 9))
                    .get(0);
            assertThat(met.node()).contains(peer);
            assertThat(met.code()).isEqualTo("active");
            assertThat(met.detail()).isEqualTo("at http://peer");
            assertThat(met.at()).isEqualTo(HandSet.START.plusSeconds(60));
            assertThat(read(events, Optional.of(Kind.STOPPED), HandSet.START)).hasSize(1);
            assertThat(read(events, Optional.empty(), HandSet.START.plusSeconds(100)))
                    .extracting(Event::kind)
                    .containsExactly(Kind.STOPPED);
            assertThat(events.read(new Wish(Optional.empty(), Optional.empty(), HandSet.START, met.nr(), 9)))
                    .extracting(Event::kind)
                    .containsExactly(Kind.STOPPED);
            assertThat(events.read(new Wish(Optional.empty(), Optional.empty(), HandSet.START, 0, 2)))
                    .extracting(Event::kind)
                    .containsExactly(Kind.PEERING, Kind.STOPPED);
        }
    }

    @EachDatabase
    void a31AddsUpWhatOthersRepeatSoThatTheyCanNotFillTheTable(Database database) throws Exception {
        Events events = new Events(database);
        try (Writer writer = Writer.open(database, self, clock)) {
            for (int i = 0; i < 50; i++) {
                count(writer, "policy", i + " comments", 3);
                clock.now = clock.now.plusSeconds(60);
            }
            count(writer, "topic", "of no topic of ours", 1);
            List<Event> within = events.read(ALL);
            assertThat(within).extracting(Event::code).containsExactly("policy", "topic");
            assertThat(within.get(0).times()).isEqualTo(150);
            assertThat(within.get(0).detail()).isEqualTo("49 comments");
            assertThat(within.get(0).at()).isEqualTo(HandSet.START);
            assertThat(within.get(0).lastAt()).isEqualTo(HandSet.START.plusSeconds(49 * 60));
            assertThat(read(events, Optional.empty(), HandSet.START.plusSeconds(48 * 60)))
                    .as("it began before, and went on since")
                    .hasSize(2);

            clock.now = clock.now.plus(Duration.ofHours(1));
            count(writer, "policy", "again", 1);
            assertThat(events.read(ALL)).extracting(Event::code).containsExactly("policy", "topic", "policy");
        }
    }

    @EachDatabase
    void keepsNothingOfADecisionThatWasNotMade(Database database) throws Exception {
        Events events = new Events(database);
        try (Writer writer = Writer.open(database, self, clock)) {
            assertThatThrownBy(() -> writer.submit(tx -> {
                                Events.note(tx, Kind.PEERING, Optional.of(peer), "active", "");
                                Events.count(tx, Kind.RECORDS_HELD, tx.number(peer), "policy", "", 1);
                                throw new IllegalStateException("no");
                            })
                            .get())
                    .isInstanceOf(ExecutionException.class);
            assertThat(events.read(ALL)).isEmpty();
        }
    }

    @EachDatabase
    void a31KeepsTheNewestAndNoneForEver(Database database) throws Exception {
        Events events = new Events(database);
        try (Writer writer = Writer.open(database, self, clock)) {
            note(writer, Kind.NODE_CHANGED, Optional.empty(), "", "revision 2");
            // As if there had been very many in between.
            writer.submit(tx -> tx.sql().update("update event set nr = nr - ?", (long) Events.MOST))
                    .get();
            note(writer, Kind.NODE_CHANGED, Optional.empty(), "", "revision 3");
            assertThat(events.read(ALL)).extracting(Event::detail).containsExactly("revision 3");

            clock.now = clock.now.plus(Events.KEPT).plusSeconds(1);
            note(writer, Kind.NODE_CHANGED, Optional.empty(), "", "revision 4");
            assertThat(events.read(ALL)).extracting(Event::detail).containsExactly("revision 4");
            note(writer, Kind.NODE_CHANGED, Optional.empty(), "", "x".repeat(100_000));
            assertThat(events.read(ALL).get(1).detail().length()).isLessThan(2_001);
        }
    }

    private List<Event> read(Events events, Optional<Kind> kind, Instant since) {
        return events.read(new Wish(Optional.empty(), kind, since, 0, 100));
    }

    private void note(Writer writer, Kind kind, Optional<NodeId> node, String code, String detail) throws Exception {
        writer.submit(tx -> {
                    Events.note(tx, kind, node, code, detail);
                    return true;
                })
                .get();
    }

    private void count(Writer writer, String code, String detail, long times) throws Exception {
        writer.submit(tx -> {
                    Events.count(tx, Kind.RECORDS_DECLINED, tx.number(peer), code, detail, times);
                    return true;
                })
                .get();
    }

    private static final class HandSet extends Clock {
        static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
