package org.guildhall.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.record.Attestation;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
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
        // Whoever accepts the own answer earns nothing by it (OQX-STA-003).
        Optional<Digest> acceptance = facts.acceptance().filter(found -> !facts.ownQuestion());
        List<Digest> tallies = new ArrayList<>(facts.tallies());
        if (acceptance.isEmpty() && tallies.isEmpty()) {
            throw new Refusal(
                    "no-facts",
                    "nobody has accepted the answer yet, and no tally of votes on it is published; try later");
        }
        List<Digest> needed = new ArrayList<>(List.of(profile(member), facts.answer()));
        acceptance.ifPresent(needed::add);
        boolean asked = true;
        while (true) {
            List<Digest> chosen = new ArrayList<>(needed);
            if (asked) {
                chosen.add(facts.question());
            }
            chosen.addAll(tallies);
            Credential credential = issue(chosen);
            if (credential.bytes().length <= Credential.MODEST) {
                return credential;
            }
            // OQX-CRE-005: first the question, then tallies, the last ones first; the home's is the first.
            if (asked) {
                asked = false;
            } else if (tallies.size() > 1) {
                tallies.remove(tallies.size() - 1);
            } else {
                return credential;
            }
        }
    }

    /**
     * For what this node attested of a member's answers.
     *
     * @param topic empty for all topics together
     * @throws Refusal {@code no-attestation}, or as for an answer
     */
    public Credential forStanding(ObjectKey member, Optional<String> topic) throws Refusal {
        for (byte[] published : queries.attestations(writer.self(), member)) {
            OqxRecord record = read(published);
            if (record.body() instanceof Attestation said
                    && said.claim() instanceof Attestation.Standing standing
                    && standing.topic().equals(topic)) {
                return issue(List.of(profile(member), record.payload().digest()));
            }
        }
        throw new Refusal(
                "no-attestation", "this node has attested no standing of the member in " + topic.orElse("all topics"));
    }

    private Digest profile(ObjectKey member) throws Refusal {
        return queries.newest(member)
                .orElseThrow(() -> new Refusal("no-credential", "nothing is known of the member any more"));
    }

    private Credential issue(List<Digest> records) throws Refusal {
        Optional<String> withheld = permit.reason();
        if (withheld.isPresent()) {
            throw new Refusal(SigningPermit.NOT_SIGNING, "this node signs nothing now: " + withheld.get());
        }
        try {
            return Credential.issue(bench.testimony(records), signing.get(), clock.instant(), verifier);
        } catch (CredentialFault e) {
            throw new Refusal("no-credential", "no credential can be made of the records: " + e.getMessage());
        }
    }

    private static OqxRecord read(byte[] published) {
        try {
            return RecordReader.read(published);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was stored can't be read", e);
        }
    }
}
