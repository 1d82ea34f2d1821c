package org.guildhall.admission;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.record.Attestation;
import org.guildhall.record.Digest;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.CredentialQueries.Answered;
import org.guildhall.store.CredentialQueries.Offer;
import org.guildhall.store.Writer;

/** Issues credentials to this node's members (OQX, chapter 12). Changes nothing. Safe for many threads; reads the store, so on a worker. */
public final class CredentialDesk {
    private final CredentialQueries queries;
    private final TestimonyBench bench;
    private final Writer writer;
    private final Supplier<SigningKey> signing;
    private final SigningPermit permit;
    private final Verifier verifier;
    private final Clock clock;

    public CredentialDesk(
            CredentialQueries queries,
            TestimonyBench bench,
            Writer writer,
            Supplier<SigningKey> signing,
            SigningPermit permit,
            Verifier verifier,
            Clock clock) {
        this.queries = queries;
        this.bench = bench;
        this.writer = writer;
        this.signing = signing;
        this.permit = permit;
        this.verifier = verifier;
        this.clock = clock;
    }

    /** The member's answers for which there can be a credential, the newest first. */
    public List<Offer> offers(ObjectKey member) {
        return queries.offers(member);
    }

    /**
     * For an answer of a member: what came of it.
     *
     * @throws Refusal {@code no-such-answer}, {@code no-facts}, {@code not-signing}, {@code not-yet}, or {@code no-credential} when
     *     its records can't be taken along
     */
    public Credential forAnswer(ObjectKey member, ObjectKey answer) throws Refusal {
        Answered facts = queries.answer(answer)
                .filter(found -> found.author().equals(member))
                .orElseThrow(
                        () -> new Refusal("no-such-answer", "this is no answer of the member that readers here see"));
        if (facts.isUnspoken()) {
            throw new Refusal(
                    "no-facts",
                    "nobody has accepted the answer yet, and no tally of votes on it is published; try later");
        }
        Digest profile = profile(member);
        AnswerRecords records = AnswerRecords.of(profile, facts);
        boolean sifted = false;
        while (true) {
            try {
                Credential credential = made(records.all(), facts.home());
                if (credential.bytes().length <= Credential.MODEST || records.areLeast()) {
                    return credential;
                }
                records = records.shorter();
            } catch (CredentialFault e) {
                // Too many signers, logs or records for one testimony, or too long for any credential; or one was
                // signed
                // with a key that was revoked since, which must not cost the word of the others.
                if (!sifted) {
                    sifted = true;
                    Answered sound = facts.only(word -> canBeTaken(profile, facts, word));
                    if (sound.isUnspoken()) {
                        throw unmade(e);
                    }
                    records = AnswerRecords.of(profile, sound);
                } else if (records.areLeast()) {
                    throw unmade(e);
                } else {
                    records = records.shorter();
                }
            }
        }
    }

    /** Whether there could be a credential with this acceptance or tally alone. */
    private boolean canBeTaken(Digest profile, Answered facts, Digest word) {
        try {
            made(List.of(profile, facts.answer(), word), facts.home());
            return true;
        } catch (Refusal | CredentialFault e) {
            return false;
        }
    }

    /**
     * For what this node attested of a member's answers.
     *
     * @param topic empty for all topics together
     * @throws Refusal {@code no-attestation}, or as for an answer
     */
    public Credential forStanding(ObjectKey member, Optional<String> topic) throws Refusal {
        ObjectId about = queries.member(member).orElseThrow(CredentialDesk::unknown);
        Attestation.Claim claim = new Attestation.Standing(topic, Instant.EPOCH, List.of());
        ObjectId attested = new ObjectId(writer.selfId(), NamedUuid.attestation(writer.selfId(), about, claim));
        Digest attestation = queries.attestation(attested.key())
                .orElseThrow(() -> new Refusal(
                        "no-attestation",
                        "this node has attested no standing of the member in " + topic.orElse("all topics")));
        try {
            return made(List.of(profile(member), attestation), writer.selfId());
        } catch (CredentialFault e) {
            throw unmade(e);
        }
    }

    private Digest profile(ObjectKey member) throws Refusal {
        return queries.newest(member).orElseThrow(CredentialDesk::unknown);
    }

    private static Refusal unknown() {
        return new Refusal("no-credential", "nothing is known of the member any more");
    }

    private static Refusal unmade(CredentialFault e) {
        return new Refusal("no-credential", "no credential can be made of the records: " + e.getMessage());
    }

    private Credential made(List<Digest> records, NodeId home) throws Refusal, CredentialFault {
        Optional<String> withheld = permit.reason();
        if (withheld.isPresent()) {
            throw new Refusal(SigningPermit.NOT_SIGNING, "this node signs nothing now: " + withheld.get());
        }
        return Credential.issue(bench.testimony(records, home), signing.get(), clock.instant(), verifier);
    }
}
