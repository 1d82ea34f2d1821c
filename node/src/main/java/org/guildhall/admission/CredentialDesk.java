package org.guildhall.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.log.Signatories;
import org.guildhall.record.Attestation;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Tally;
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
        List<Digest> tallies = tallies(facts);
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
            Credential credential;
            try {
                credential = made(chosen);
            } catch (CredentialFault e) {
                // Too many signers, logs or records for one testimony, or too long for any credential: most of it is
                // tallies.
                if (tallies.size() > 1) {
                    tallies.remove(tallies.size() - 1);
                } else if (asked) {
                    asked = false;
                } else if (!tallies.isEmpty() && acceptance.isPresent()) {
                    tallies.clear();
                } else {
                    throw unmade(e);
                }
                continue;
            }
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

    /**
     * Tallies of the answer's thread, the home's first, then by the votes in them. No more than there can be signers: each has its
     * own.
     */
    private List<Digest> tallies(Answered facts) {
        List<Digest> wanted = new ArrayList<>(facts.tallies());
        wanted.add(facts.answer());
        Map<Digest, byte[]> bytes = queries.bytes(wanted);
        byte[] written = bytes.get(facts.answer());
        if (written == null) {
            return new ArrayList<>();
        }
        OqxRecord answer = read(written);
        ObjectId thread = answer.thread().orElseThrow();
        record Counted(Digest tally, boolean home, long votes) {}
        List<Counted> counted = new ArrayList<>();
        for (Digest digest : facts.tallies()) {
            byte[] published = bytes.get(digest);
            OqxRecord record = published == null ? null : read(published);
            if (record != null
                    && record.body() instanceof Tally tally
                    && tally.thread().equals(thread)) {
                counted.add(
                        new Counted(digest, record.head().node().equals(thread.node()), votes(tally, answer.object())));
            }
        }
        counted.sort(Comparator.comparing(Counted::home)
                .thenComparing(Counted::votes)
                .reversed());
        return counted.stream()
                .limit(Signatories.MOST)
                .map(Counted::tally)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static long votes(Tally tally, ObjectId answer) {
        return tally.counts().stream()
                .filter(count -> count.about().equals(answer))
                .mapToLong(count -> count.up() + count.down())
                .sum();
    }

    private Digest profile(ObjectKey member) throws Refusal {
        return queries.newest(member)
                .orElseThrow(() -> new Refusal("no-credential", "nothing is known of the member any more"));
    }

    private Credential issue(List<Digest> records) throws Refusal {
        try {
            return made(records);
        } catch (CredentialFault e) {
            throw unmade(e);
        }
    }

    private static Refusal unmade(CredentialFault e) {
        return new Refusal("no-credential", "no credential can be made of the records: " + e.getMessage());
    }

    private Credential made(List<Digest> records) throws Refusal, CredentialFault {
        Optional<String> withheld = permit.reason();
        if (withheld.isPresent()) {
            throw new Refusal(SigningPermit.NOT_SIGNING, "this node signs nothing now: " + withheld.get());
        }
        return Credential.issue(bench.testimony(records), signing.get(), clock.instant(), verifier);
    }

    private static OqxRecord read(byte[] published) {
        try {
            return RecordReader.read(published);
        } catch (RecordFault e) {
            throw new IllegalStateException("a record that was stored can't be read", e);
        }
    }
}
