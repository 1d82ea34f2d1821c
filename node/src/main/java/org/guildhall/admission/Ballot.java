package org.guildhall.admission;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Projection;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;

/**
 * Members' votes. They are private facts of this node: who voted for what never leaves it, only the tallies of {@link
 * TallyWindow} do.
 */
public final class Ballot {
    private final Writer writer;
    private final Optional<Privileges> privileges;

    /** For who casts votes as they are told, such as the demonstration: no member's standing is asked for. */
    public Ballot(Writer writer) {
        this(writer, Optional.empty());
    }

    /** For members, of whom voting against asks for standing. */
    public Ballot(Writer writer, Privileges privileges) {
        this(writer, Optional.of(privileges));
    }

    private Ballot(Writer writer, Optional<Privileges> privileges) {
        this.writer = writer;
        this.privileges = privileges;
    }

    /** A member's vote on a post; {@code NONE} takes an earlier one back. */
    public enum Direction {
        UP(1),
        DOWN(-1),
        NONE(0);

        private final int value;

        Direction(int value) {
            this.value = value;
        }
    }

    /** @param closed whether the post's home counts no votes from here: its log or ours is for peers only */
    private record Place(ObjectKey thread, ObjectKey author, boolean closed) {}

    /**
     * Casts, changes or takes back a vote. Ends in a {@link Refusal}: {@code unknown-object} when the post is not to be
     * seen here, {@code own-post} when the member wrote it, {@code audience} when the thread is another node's and our log is for
     * peers only; in a {@link Lacking} when the member's standing does not suffice to vote against.
     */
    public CompletableFuture<Void> cast(ObjectKey member, ObjectKey object, Direction direction) {
        return writer.submit(tx -> {
                    if (direction == Direction.DOWN && privileges.isPresent()) {
                        privileges.get().require(tx.sql(), member, Privilege.VOTE_DOWN);
                    }
                    return cast(tx, member, object, direction);
                })
                .thenAccept(thread -> {});
    }

    private static ObjectKey cast(Transaction tx, ObjectKey member, ObjectKey object, Direction direction)
            throws SQLException, Refusal {
        Sql sql = tx.sql();
        Place place = sql.first(
                        "select p.thread_key, p.author, p.home <> ? and f.audience = 'peers' as closed from post p"
                                + " join node_profile f on f.node = ? where p.object_key = ? and p.visible",
                        row -> new Place(Sql.key(row, "thread_key"), Sql.key(row, "author"), row.getBoolean("closed")),
                        tx.self(),
                        tx.self(),
                        object)
                .orElseThrow(() -> new Refusal("unknown-object", "what you voted on is not here any more"));
        if (place.author().equals(member)) {
            throw new Refusal("own-post", "nobody votes on what they wrote themselves");
        }
        if (place.closed()) {
            throw new Refusal("audience", "only the members of its home vote in a thread that is for peers only");
        }
        long now = tx.now().toEpochMilli();
        int before = sql.update("delete from vote where member = ? and object_key = ?", member, object);
        if (before == 0 && direction == Direction.NONE) {
            return place.thread(); // who has not voted takes nothing back, and does not count for a tally (OQX-STA-070)
        }
        if (direction != Direction.NONE) {
            sql.update(
                    "insert into vote (member, object_key, thread_key, direction, at) values (?, ?, ?, ?, ?)",
                    member,
                    object,
                    place.thread(),
                    direction.value,
                    now);
        }
        open(sql, place.thread(), member, now);
        Projection.rescore(tx, object, place.thread());
        return place.thread();
    }

    /**
     * Notes that the member voted in the thread. Whoever was counted for a tally of it lately does not bring about the next: else
     * those who vote and take it back could have each other member's vote told alone (OQX-STA-071).
     */
    private static void open(Sql sql, ObjectKey thread, ObjectKey member, long now) throws SQLException {
        boolean counts = sql.first(
                        "select member from counted where thread_key = ? and member = ? and until > ?",
                        row -> true,
                        thread,
                        member,
                        now)
                .isEmpty();
        sql.update(
                "insert into vote_window (thread_key, member, opened_at, counts) values (?, ?, ?, ?) on conflict do nothing",
                thread,
                member,
                now,
                counts);
        if (counts) {
            sql.update("update vote_window set counts = true where thread_key = ? and member = ?", thread, member);
        }
    }
}
