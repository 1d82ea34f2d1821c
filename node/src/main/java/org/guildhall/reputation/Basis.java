package org.guildhall.reputation;

import java.util.Locale;
import java.util.Optional;
import org.guildhall.record.ObjectId;

/** What a fact says, and the points for it before they age (OQX-STA-010). */
public sealed interface Basis {
    /** At least 0: nobody falls below where a new member begins. */
    long points();

    /** What it is about: the answer, or the quarter. The facts of a record are told in this order. */
    String subject();

    /** The answer it is about; an attestation is about none. */
    default Optional<ObjectId> onAnswer() {
        return Optional.empty();
    }

    /** How an issuer's members voted on an answer. */
    record Votes(ObjectId answer, long up, long down) implements Basis {
        /** One lucky answer is not a standing. */
        private static final long MOST = 100;

        @Override
        public long points() {
            return points(up, down);
        }

        /** For votes on one answer. */
        public static long points(long up, long down) {
            return Math.min(MOST, Basis.votes(up, down));
        }

        @Override
        public String subject() {
            return answer.toString();
        }

        @Override
        public Optional<ObjectId> onAnswer() {
            return Optional.of(answer);
        }
    }

    /** The asker chose the answer. */
    record Accepted(ObjectId answer) implements Basis {
        public static final long POINTS = 15;

        @Override
        public long points() {
            return POINTS;
        }

        @Override
        public String subject() {
            return answer.toString();
        }

        @Override
        public Optional<ObjectId> onAnswer() {
            return Optional.of(answer);
        }
    }

    /** What an issuer attests of all answers of one quarter. */
    record Attested(int quarter, long answers, long accepted, long up, long down) implements Basis {
        private static final long MOST = 10_000;

        @Override
        public long points() {
            long claimed = Basis.votes(up, down) + accepted * Accepted.POINTS;
            return Math.min(MOST, Math.min(claimed, answers * (Votes.MOST + Accepted.POINTS)));
        }

        @Override
        public String subject() {
            return String.format(Locale.ROOT, "%05d", quarter);
        }
    }

    private static long votes(long up, long down) {
        return Math.max(0, 10 * up - 5 * down);
    }
}
