package org.guildhall.credential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Attestation;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Question;
import org.guildhall.record.Tally;

/** What a credential is about: found in its records, all of which it needs (OQX-CRE-030, 031). */
public sealed interface Claim {
    /** The Member record of whom it is about. */
    OqxRecord member();

    default MemberProfile profile() {
        return (MemberProfile) member().body();
    }

    /** What a node's members voted on an answer. */
    record Votes(NodeId node, long up, long down) {}

    /**
     * What became of one answer.
     *
     * @param question not there when it would have made the credential too long
     * @param acceptance by the thread's home
     * @param votes at least one, or there is an acceptance
     */
    record OfAnswer(
            OqxRecord member,
            OqxRecord answer,
            Optional<OqxRecord> question,
            Optional<OqxRecord> acceptance,
            List<Votes> votes)
            implements Claim {
        public Answer post() {
            return (Answer) answer.body();
        }

        public Optional<Question> asked() {
            return question.map(record -> (Question) record.body());
        }

        /** When it was published, as its node says. */
        public Instant written() {
            return post().origin().datePublished().orElse(answer.head().dateCreated());
        }

        public NodeId home() {
            return post().thread().node();
        }
    }

    /** What the issuer said of the member's answers. */
    record OfStanding(OqxRecord member, OqxRecord attestation, Attestation.Standing standing) implements Claim {
        /** All its periods together; the quarter is the last one's. */
        public Attestation.Period sum() {
            return standing.periods().stream()
                    .reduce(
                            new Attestation.Period(0, 0, 0, 0, 0),
                            (sum, next) -> new Attestation.Period(
                                    next.quarter(),
                                    sum.answers() + next.answers(),
                                    sum.accepted() + next.accepted(),
                                    sum.up() + next.up(),
                                    sum.down() + next.down()));
        }
    }

    /**
     * Finds what the records are about.
     *
     * @throws CredentialFault {@code credential} when they are not what a credential is made of
     */
    static Claim of(List<OqxRecord> records, NodeId issuer) throws CredentialFault {
        OqxRecord member = only(records, Kind.MEMBER).orElseThrow(() -> misfit("a Member record is missing"));
        Optional<OqxRecord> answer = only(records, Kind.ANSWER);
        Optional<OqxRecord> attestation = only(records, Kind.ATTESTATION);
        if (answer.isPresent() == attestation.isPresent()) {
            throw misfit("it is about one answer, or about one attestation");
        }
        Claim claim = answer.isPresent()
                ? ofAnswer(records, member, answer.get())
                : ofStanding(records, member, attestation.orElseThrow(), issuer);
        return claim;
    }

    private static OfStanding ofStanding(
            List<OqxRecord> records, OqxRecord member, OqxRecord attestation, NodeId issuer) throws CredentialFault {
        boolean fits = attestation.body() instanceof Attestation said
                && said.state() == Label.State.ON
                && said.about().equals(member.object())
                && attestation.head().node().equals(issuer)
                && records.size() == 2;
        if (fits && ((Attestation) attestation.body()).claim() instanceof Attestation.Standing standing) {
            return new OfStanding(member, attestation, standing);
        }
        throw misfit("the attestation is not the issuer's, of a standing, of this member, and in force");
    }

    private static OfAnswer ofAnswer(List<OqxRecord> records, OqxRecord member, OqxRecord answer)
            throws CredentialFault {
        Answer post = (Answer) answer.body();
        ObjectId author = new ObjectId(answer.head().node(), post.author());
        Optional<OqxRecord> question = only(records, Kind.QUESTION);
        Optional<OqxRecord> acceptance = only(records, Kind.ACCEPT);
        if (!member.object().equals(author)
                || question.filter(one -> !one.object().equals(post.thread())).isPresent()) {
            throw misfit("the member is not the answer's author, or the question not the one that is answered");
        }
        if (acceptance.isPresent()) {
            Accept choice = (Accept) acceptance.get().body();
            if (!choice.thread().equals(post.thread())
                    || choice.about().filter(answer.object()::equals).isEmpty()) {
                throw misfit("the acceptance is of another answer");
            }
            boolean ownQuestion = question.filter(one -> one.head().node().equals(author.node())
                            && ((Question) one.body()).author().equals(author.id()))
                    .isPresent();
            if (ownQuestion) {
                throw misfit("whoever asks and accepts the own answer earns nothing by it");
            }
        }
        List<Votes> votes = new ArrayList<>();
        Set<NodeId> voting = new HashSet<>();
        for (OqxRecord record : records) {
            if (record.body() instanceof Tally tally) {
                if (!tally.thread().equals(post.thread())
                        || !voting.add(record.head().node())) {
                    throw misfit("a tally is of another thread, or a node's second one");
                }
                votes.add(tally.counts().stream()
                        .filter(count -> count.about().equals(answer.object()))
                        .map(count -> new Votes(record.head().node(), count.up(), count.down()))
                        .findFirst()
                        .orElseThrow(() -> misfit("a tally does not name the answer")));
            }
        }
        int used = 2 + (question.isPresent() ? 1 : 0) + (acceptance.isPresent() ? 1 : 0) + votes.size();
        if (used != records.size() || (acceptance.isEmpty() && votes.isEmpty())) {
            throw misfit("there is a record that it does not need, or neither acceptance nor votes");
        }
        return new OfAnswer(member, answer, question, acceptance, List.copyOf(votes));
    }

    private static Optional<OqxRecord> only(List<OqxRecord> records, Kind kind) throws CredentialFault {
        List<OqxRecord> found =
                records.stream().filter(record -> record.head().kind() == kind).toList();
        if (found.size() > 1) {
            throw misfit("more than one record of kind " + kind.label());
        }
        return found.stream().findFirst();
    }

    private static CredentialFault misfit(String why) {
        return CredentialFault.malformed("its records do not belong together: " + why);
    }
}
