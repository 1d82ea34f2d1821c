package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.Audience;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.Projection;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors about who may speak for a node: judged as they come, and again by what the tables remember. */
class ChainVectorsTest {
    private static final DataIntegrity PROOFS = new DataIntegrity(Verifier.best());

    @TempDir
    private static Path directory;

    private static NodeInMemory here;

    @BeforeAll
    static void open() throws Exception {
        here = new NodeInMemory("Here", new DatabaseLocation.Embedded(directory.resolve("db")));
    }

    @AfterAll
    static void close() {
        here.close();
    }

    static Stream<SpecVectors.Case> chain() {
        return SpecVectors.of("chain").stream();
    }

    /** Ends the transaction with nothing kept, so that each vector finds a node that never heard of the others. */
    private static final class Undone extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @MethodSource("chain")
    void chainsOfNodeRecords(SpecVectors.Case vector) throws Exception {
        List<String> codes = new ArrayList<>();
        List<List<String>> answers = new ArrayList<>();
        assertThat(here.writer.submit(tx -> {
                    codes.add(judge(vector, tx, answers));
                    throw new Undone();
                }))
                .failsWithin(java.time.Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(Undone.class);
        assertThat(codes.get(0)).as(vector.json().get("comment").textValue()).isIn(vector.codes());
        if (vector.isValid()) {
            List<String> expected = vector.output()
                    .get("answers")
                    .valueStream()
                    .map(JsonNode::textValue)
                    .toList();
            assertThat(answers).containsOnly(expected).hasSize(2);
        }
    }

    private static String judge(SpecVectors.Case vector, Transaction tx, List<List<String>> answers) throws Exception {
        RuleBook rules = new RuleBook(here.id, Audience.PUBLIC);
        Facts facts = new Facts(tx);
        NodeId node = new NodeId(vector.input().get("node").textValue());
        int log = tx.number(node);
        List<Taken> taken = new ArrayList<>();
        for (JsonNode item : vector.input().get("records")) {
            OqxRecord record = RecordReader.read(SpecVectors.bytes(item.get("bytes")));
            boolean placed = item.has("index");
            long index = item.get(placed ? "index" : "originIndex").longValue();
            try {
                PROOFS.verify(record, record.proof().key());
            } catch (SignatureFault fault) {
                return fault.code();
            }
            facts.learn(List.of(new Facts.Candidate(record.head(), record.body())));
            Outcome outcome = rules.judge(
                    record.head(),
                    record.body(),
                    Optional.of(record.payload().digest()),
                    new Provenance.Logged(
                            log, node, index, placed, record.proof().key(), Policy.takeAll(), false),
                    facts);
            if (outcome instanceof Outcome.Quarantined quarantined) {
                return quarantined.code();
            }
            // Under a node's id, but another node's.
            if (!record.head().node().equals(node)) {
                return "node-chain";
            }
            if (outcome instanceof Outcome.Taken) {
                facts.note(
                        record.head(),
                        record.body(),
                        record.payload().digest(),
                        placed ? OptionalLong.of(index) : OptionalLong.empty(),
                        true);
            } else if (placed) {
                facts.place(record.head(), index);
            }
            taken.add(new Taken(record, record.object().key(), index, placed));
        }
        Introductions chain =
                new Introductions(node, taken.stream().map(Taken::record).toList());
        answers.add(answers(vector, rules, facts, log, chain));
        Projection.apply(tx, taken, Projection.Occasion.FIRST);
        answers.add(answers(vector, rules, new Facts(tx), log, chain));
        return "valid";
    }

    private static List<String> answers(
            SpecVectors.Case vector, RuleBook rules, Facts facts, int log, Introductions chain) throws Exception {
        NodeId node = chain.node();
        List<String> answers = new ArrayList<>();
        for (JsonNode question : vector.input().get("questions")) {
            if (question.has("checkpointSize")) {
                boolean may = chain.checkpointKeys(
                                question.get("checkpointSize").longValue())
                        .contains(new Multikey(question.get("key").textValue()));
                answers.add(may ? "valid" : "checkpoint-key");
                continue;
            }
            boolean included = question.has("originIndex");
            long index = question.get(included ? "originIndex" : "index").longValue();
            Head head = new Head(
                    Kind.MEMBER,
                    new ObjectId(node, UUID.randomUUID()),
                    1,
                    Instant.EPOCH,
                    Audience.PUBLIC,
                    "AAAAAAAAAAAAAAAAAAAAAA");
            MemberProfile body = new MemberProfile("anna", "Anna", Optional.empty(), List.of(), Optional.empty());
            facts.learn(List.of(new Facts.Candidate(head, body)));
            Outcome outcome = rules.judge(
                    head,
                    body,
                    Optional.empty(),
                    new Provenance.Logged(
                            log,
                            included ? NodeId.of(here.signing.publicKey()) : node,
                            index,
                            !included,
                            new Multikey(question.get("key").textValue()),
                            Policy.takeAll(),
                            false),
                    facts);
            answers.add(outcome instanceof Outcome.Quarantined quarantined ? quarantined.code() : "valid");
        }
        return answers;
    }
}
