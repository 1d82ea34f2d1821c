package org.guildhall.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.ModerationLog.Action;
import org.guildhall.store.Notifications;
import org.guildhall.store.Sql;
import org.guildhall.store.Suggestions;
import org.guildhall.store.Suggestions.State;
import org.guildhall.store.Suggestions.Suggestion;
import org.guildhall.store.Suggestions.Words;
import org.guildhall.store.Transaction;

/**
 * Members suggest other words for posts of this node; who wrote the post, or who decides on what waits, applies or declines them. Four
 * eyes: nobody decides on what they suggested. An applied suggestion is the post's next revision; its author stays.
 */
public final class Suggesting {
    /** How many suggestions one member sends in {@link Suggestions#COUNTED}, for whatever posts (A31). */
    public static final int MOST_A_DAY = 10;
    /** How many of others may wait at one post before nobody may add to them (A31). */
    public static final int MOST_WAITING = 10;

    /** The code of a refusal: the post was edited since its words were looked at. */
    public static final String STALE = "stale-revision";
    /** The code of a refusal: these are the words that stand there. */
    public static final String NOTHING_CHANGED = "nothing-changed";
    /** The code of a refusal: the member made {@link #MOST_A_DAY} in a day. */
    public static final String TOO_MANY = "too-many-suggestions";
    /** The code of a refusal: {@link #MOST_WAITING} wait at the post. */
    public static final String QUEUE_FULL = "suggestions-wait";
    /** The code of a refusal: somebody decided on it already, or it is gone. */
    public static final String DECIDED = "suggestion-decided";
    /** The code of a refusal: nobody decides on their own suggestion, nor suggests to themselves. */
    public static final String OWN = "own-suggestion";

    private static final String UNKNOWN = "unknown-object";

    private Suggesting() {}

    /** A post of this node that readers can see, and its words. */
    private record Place(
            UUID id, ObjectKey thread, ObjectKey author, Kind kind, int latest, Words words, byte[] record) {}

    /**
     * Suggests other words.
     *
     * @param revision the one of the post that was looked at
     * @param words for what is no question, title and tags are ignored
     * @param why in a few words, may be ""
     * @throws Refusal {@link Lacking}, {@link #STALE}, {@link #NOTHING_CHANGED}, {@link #TOO_MANY}, {@link #QUEUE_FULL}, {@link #OWN},
     *     or {@code unknown-object}
     */
    public static void suggest(
            Transaction tx,
            Privileges privileges,
            ObjectKey member,
            ObjectKey post,
            int revision,
            Words words,
            String why)
            throws Refusal, SQLException {
        privileges.require(tx.sql(), member, Privilege.SUGGEST);
        Place place = place(tx, post);
        if (place.author().equals(member)) {
            throw new Refusal(OWN, "who wrote a post edits it");
        }
        if (place.latest() != revision) {
            throw new Refusal(STALE, "somebody changed this in the meantime; look at it again");
        }
        Words meant = place.kind() == Kind.QUESTION ? words : new Words("", "", words.body());
        if (meant.equals(place.words())) {
            throw new Refusal(NOTHING_CHANGED, "these words stand there already");
        }
        Suggestions suggestions = new Suggestions(tx.sql());
        if (suggestions.countSince(member, tx.now().minus(Suggestions.COUNTED)) >= MOST_A_DAY) {
            throw new Refusal(TOO_MANY, "at most " + MOST_A_DAY + " suggestions in a day");
        }
        if (suggestions.countOthers(post, member) >= MOST_WAITING) {
            throw new Refusal(QUEUE_FULL, MOST_WAITING + " suggestions wait for a decision at this post already");
        }
        boolean told = Suggestions.add(tx, post, place.thread(), member, revision, meant, why);
        if (!told) {
            Notifications.tell(tx, place.author(), "suggested", post, place.thread(), member);
        }
    }

    /**
     * Makes a suggestion the post's next revision.
     *
     * @param seen the revision of the post that the decider compared it with
     * @throws Refusal {@link Lacking}, {@link #STALE}, {@link #DECIDED}, {@link #OWN}, or {@code unknown-object}
     */
    public static void apply(Desk desk, Privileges privileges, ObjectKey member, long nr, int seen)
            throws Refusal, SQLException {
        Transaction tx = desk.tx();
        Suggestion suggestion = open(tx, nr);
        Place place = place(tx, suggestion.post());
        ModerationLog.By by = decider(tx, privileges, member, suggestion, place);
        if (place.latest() != seen) {
            throw new Refusal(STALE, "somebody changed this in the meantime; look at it again");
        }
        desk.publishRevision(new ObjectId(tx.selfId(), place.id()), seen + 1, body(place, suggestion.words()));
        Suggestions.applied(tx, nr, seen + 1);
        tell(tx, suggestion, place, member, by, true, "");
    }

    /**
     * Declines a suggestion.
     *
     * @param reason for who suggested it
     * @throws Refusal {@link Lacking}, {@link #DECIDED}, {@link #OWN}, or {@code unknown-object}
     */
    public static void decline(Transaction tx, Privileges privileges, ObjectKey member, long nr, String reason)
            throws Refusal, SQLException {
        Suggestion suggestion = open(tx, nr);
        Place place = place(tx, suggestion.post());
        ModerationLog.By by = decider(tx, privileges, member, suggestion, place);
        Suggestions.declined(tx, nr, reason);
        tell(tx, suggestion, place, member, by, false, reason);
    }

    private static Suggestion open(Transaction tx, long nr) throws Refusal, SQLException {
        return new Suggestions(tx.sql())
                .find(nr)
                .filter(suggestion -> suggestion.state() == State.OPEN)
                .orElseThrow(() -> new Refusal(DECIDED, "this suggestion was decided on, or is gone"));
    }

    /** As whom the member decides. */
    private static ModerationLog.By decider(
            Transaction tx, Privileges privileges, ObjectKey member, Suggestion suggestion, Place place)
            throws Refusal, SQLException {
        if (suggestion.member().equals(Optional.of(member))) {
            throw new Refusal(OWN, "nobody decides on what they suggested");
        }
        return place.author().equals(member)
                ? ModerationLog.By.MEMBER
                : ModerationLog.By.of(privileges.require(tx.sql(), member, Privilege.MODERATE_QUEUE));
    }

    private static void tell(
            Transaction tx,
            Suggestion suggestion,
            Place place,
            ObjectKey member,
            ModerationLog.By by,
            boolean applied,
            String reason)
            throws SQLException {
        if (!place.author().equals(member)) {
            Action action = applied ? Action.EDIT_APPLIED : Action.EDIT_DECLINED;
            ModerationLog.note(tx, by, action, "", reason, suggestion.post());
            if (applied) {
                Notifications.tell(tx, place.author(), "edited", suggestion.post(), suggestion.thread(), member);
            }
        }
        if (suggestion.member().isPresent()) {
            Notifications.tell(
                    tx,
                    suggestion.member().get(),
                    applied ? "applied" : "unapplied",
                    suggestion.post(),
                    suggestion.thread(),
                    member);
        }
    }

    private static Place place(Transaction tx, ObjectKey post) throws Refusal, SQLException {
        return tx.sql()
                .first(
                        "select p.*, y.bytes from post p join payload y on y.digest = p.digest"
                                + " where p.object_key = ? and p.node = ? and p.visible and p.erased = 0",
                        Suggesting::place,
                        post,
                        tx.self())
                .orElseThrow(() -> new Refusal(UNKNOWN, "this is no post of this node"));
    }

    private static Place place(ResultSet row) throws SQLException {
        Kind kind = Kind.ofCode(row.getInt("kind")).orElseThrow();
        boolean question = kind == Kind.QUESTION;
        return new Place(
                row.getObject("id", UUID.class),
                Sql.key(row, "thread_key"),
                Sql.key(row, "author"),
                kind,
                row.getInt("latest"),
                new Words(
                        question ? row.getString("title") : "",
                        question ? row.getString("tags") : "",
                        row.getString("body")),
                row.getBytes("bytes"));
    }

    /** The record as it is now with other words: author, language, source and licence stay. */
    private static Body body(Place place, Words words) {
        Body now;
        try {
            now = RecordReader.read(place.record()).body();
        } catch (RecordFault e) {
            throw new IllegalStateException("a post that was taken can no longer be read", e);
        }
        if (now instanceof Question question) {
            return new Question(
                    question.author(),
                    words.title(),
                    words.body(),
                    List.of(words.tags().split(" ", -1)),
                    question.language(),
                    question.licence(),
                    question.origin());
        }
        if (now instanceof Answer answer) {
            return new Answer(
                    answer.author(),
                    answer.thread(),
                    words.body(),
                    answer.language(),
                    answer.licence(),
                    answer.origin());
        }
        if (now instanceof Comment comment) {
            return new Comment(
                    comment.author(),
                    comment.thread(),
                    comment.parent(),
                    words.body(),
                    comment.inLanguage(),
                    comment.license(),
                    comment.origin());
        }
        throw new IllegalStateException("a post of this kind has no words: " + place.kind());
    }
}
