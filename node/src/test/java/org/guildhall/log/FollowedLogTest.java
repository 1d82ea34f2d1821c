package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.guildhall.log.FollowedLog.Explanation;
import org.guildhall.log.FollowedLog.Offer;
import org.guildhall.log.LogVerifier.Verdict;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A38: a log that is forked, truncated, rewritten or bit-flipped is found out, and proven where it can be. */
class FollowedLogTest {
    private static final Verifier VERIFIER = Verifier.best();

    private final TestLog honest = TestLog.ofSize(20);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 19, 20})
    void followsAnHonestLogInStepsOfAnySize(int step) throws LogFault {
        FollowedLog followed = FollowedLog.fromStart();
        for (int size = step; size <= 20; size += step) {
            TestLog then = honest.truncated(size);
            follow(followed, then);
            assertThat(followed.size()).isEqualTo(size);
            assertThat(followed.verified().root()).isEqualTo(then.tree().root(size));
            assertThat(followed.judge(then.checkpoint())).isEqualTo(new Offer.UpToDate());
            assertThat(followed.newest()).isPresent();
            assertThat(followed.time()).isEqualTo(then.frameAt(size - 1).entry().time());
        }
    }

    @Test
    void followsFromWhereItWasLeft() throws LogFault {
        FollowedLog before = followed(honest.truncated(9));
        FollowedLog after =
                FollowedLog.resume(CompactRange.ofBytes(before.verified().toBytes()), before.time(), before.newest());
        follow(after, honest);
        assertThat(after.size()).isEqualTo(20);
    }

    @Test
    void believesNothingBeforeTheRootFits() throws LogFault {
        FollowedLog followed = FollowedLog.fromStart();
        LogVerifier verifier = ahead(followed.judge(honest.checkpoint()));
        for (int i = 0; i < 19; i++) {
            verifier.add(honest.frameAt(i));
            assertThat(verifier.isComplete()).isFalse();
            assertThatThrownBy(verifier::verdict).isInstanceOf(IllegalStateException.class);
        }
        assertThat(followed.size()).isZero();
        assertThat(verifier.next()).isEqualTo(19);
    }

    @Test
    void takesNoFrameBeyondTheCheckpoint() {
        LogVerifier verifier =
                ahead(FollowedLog.fromStart().judge(honest.truncated(2).checkpoint()));
        verifier.add(honest.frameAt(0));
        verifier.add(honest.frameAt(1));
        assertThatThrownBy(() -> verifier.add(honest.frameAt(2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRootThatTheVerifiedEntriesDoNotHaveIsAbsurd() throws LogFault {
        FollowedLog followed = followed(honest);
        FollowedLog withoutNote = FollowedLog.resume(followed.verified(), followed.time(), Optional.empty());
        assertThat(withoutNote.judge(honest.checkpoint())).isEqualTo(new Offer.UpToDate());
        assertThat(withoutNote.judge(honest.claim(20, honest.tree().root(1)))).isEqualTo(new Offer.Absurd());
    }

    @Test
    void findsAFlippedBitAndKnowsThatTheLogIsInnocent() throws LogFault, IOException {
        for (int flipped : new int[] {9, 13, 19}) {
            FollowedLog followed = followed(honest.truncated(9));
            LogVerifier verifier = ahead(followed.judge(honest.checkpoint()));
            for (int i = 9; i < 20; i++) {
                verifier.add(i == flipped ? TestLog.frame(1_000) : honest.frameAt(i));
            }
            assertThat(verifier.verdict()).isInstanceOf(Verdict.Differs.class);
            assertThat(followed.explain(verifier.target(), honest.tree())).isEqualTo(new Explanation.Garbled());
            assertThat(followed.size()).isEqualTo(9);
            follow(followed, honest);
            assertThat(followed.size()).isEqualTo(20);
        }
    }

    @Test
    void provesTwoCheckpointsOfOneSize() throws LogFault, SignatureFault {
        FollowedLog followed = followed(honest);
        TestLog liar = honest.rewritten(3, TestLog.frame(1_000));
        Offer offer = followed.judge(liar.checkpoint());
        assertThat(offer).isInstanceOf(Offer.Forked.class);
        provenToAnybody(((Offer.Forked) offer).proof());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 9, 15, 16, 17, 19})
    void provesAHistoryRewrittenBehindWhatWasVerified(int known) throws LogFault, IOException, SignatureFault {
        FollowedLog followed = followed(honest.truncated(known));
        TestLog liar = honest.rewritten(0, TestLog.frame(1_000));
        LogVerifier verifier = ahead(followed.judge(liar.checkpoint()));
        for (int i = known; i < 20; i++) {
            verifier.add(liar.frameAt(i));
        }
        assertThat(verifier.verdict()).isInstanceOf(Verdict.Differs.class);
        Explanation explanation = followed.explain(verifier.target(), liar.tree());
        assertThat(explanation).isInstanceOf(Explanation.Forked.class);
        provenToAnybody(((Explanation.Forked) explanation).proof());
        assertThat(followed.size()).isEqualTo(known);
    }

    @Test
    void knowsWhenNeitherFramesNorTilesFit() throws LogFault, IOException {
        FollowedLog followed = followed(honest.truncated(9));
        SignedCheckpoint claim = honest.claim(20, honest.tree().root(1));
        LogVerifier verifier = ahead(followed.judge(claim));
        for (int i = 9; i < 20; i++) {
            verifier.add(honest.frameAt(i));
        }
        assertThat(verifier.verdict()).isInstanceOf(Verdict.Differs.class);
        assertThat(followed.explain(claim, honest.tree())).isEqualTo(new Explanation.Incoherent());
        assertThat(FollowedLog.fromStart().explain(claim, honest.tree())).isEqualTo(new Explanation.Incoherent());
        assertThat(FollowedLog.fromStart().explain(honest.checkpoint(), honest.tree()))
                .isEqualTo(new Explanation.Garbled());
    }

    @Test
    void tellsAnOldCheckpointFromATruncatedAndRewrittenLog() throws LogFault, IOException, SignatureFault {
        FollowedLog followed = followed(honest);
        SignedCheckpoint old = honest.truncated(7).checkpoint();
        assertThat(followed.judge(old)).isEqualTo(new Offer.Behind(20));
        assertThat(followed.judgeOlder(old, honest.tree())).isEmpty();

        TestLog liar = honest.truncated(7).rewritten(6, TestLog.frame(1_000));
        assertThat(followed.judge(liar.checkpoint())).isEqualTo(new Offer.Behind(20));
        Optional<Contradiction> proof = followed.judgeOlder(liar.checkpoint(), honest.tree());
        provenToAnybody(proof.orElseThrow());
        assertThat(followed.size()).isEqualTo(20);
    }

    @Test
    void provesALogThatWasTruncatedAndGrewAnew() throws LogFault, IOException, SignatureFault {
        FollowedLog followed = followed(honest.truncated(12));
        TestLog liar = honest.truncated(5).grownTo(20).rewritten(5, TestLog.frame(1_000));
        LogVerifier verifier = ahead(followed.judge(liar.checkpoint()));
        for (int i = 12; i < 20; i++) {
            verifier.add(liar.frameAt(i));
        }
        assertThat(verifier.verdict()).isInstanceOf(Verdict.Differs.class);
        Explanation explanation = followed.explain(verifier.target(), liar.tree());
        provenToAnybody(((Explanation.Forked) explanation).proof());
    }

    @Test
    void tellsOfASignedEntryThatGoesBackInTimeAndFollowsOn() throws LogFault {
        long early = honest.frameAt(3).entry().time();
        TestLog wrong = honest.rewritten(10, frameAt(early));
        FollowedLog followed = FollowedLog.fromStart();
        LogVerifier verifier = ahead(followed.judge(wrong.checkpoint()));
        for (int i = 0; i < 20; i++) {
            assertThat(verifier.add(wrong.frameAt(i))).as("entry %d", i).isEqualTo(i != 10);
        }
        followed.advance((Verdict.Verified) verifier.verdict());
        assertThat(followed.size()).isEqualTo(20);
        // Also when the entry before it was verified in another round.
        LogVerifier later = ahead(followed(wrong.truncated(10)).judge(wrong.checkpoint()));
        assertThat(later.add(wrong.frameAt(10))).isFalse();
        assertThat(later.add(wrong.frameAt(11))).isTrue();
    }

    @Test
    void takesTheLargestTimeForLateAndOnlyTheNextForEarly() {
        TestLog wrong = honest.rewritten(5, frameAt(-1));
        LogVerifier verifier = ahead(FollowedLog.fromStart().judge(wrong.checkpoint()));
        for (int i = 0; i < 20; i++) {
            assertThat(verifier.add(wrong.frameAt(i))).as("entry %d", i).isEqualTo(i != 6);
        }
    }

    @Test
    void takesEntriesOfTheSameMillisecond() {
        TestLog log = honest.rewritten(5, frameAt(honest.frameAt(4).entry().time()));
        LogVerifier verifier = ahead(FollowedLog.fromStart().judge(log.checkpoint()));
        for (int i = 0; i < 20; i++) {
            assertThat(verifier.add(log.frameAt(i))).isTrue();
        }
    }

    private static Frame frameAt(long time) {
        return new Frame(TestLog.entryAt(1_000, time), Frame.OWN, new Frame.Content.Erased(1));
    }

    @Test
    void believesPartsOfALongLogByProof() throws LogFault, IOException {
        FollowedLog followed = FollowedLog.fromStart();
        LogVerifier verifier = ahead(followed.judge(honest.checkpoint()));
        for (int i = 0; i < 20; i++) {
            verifier.add(honest.frameAt(i));
            if (i % 8 == 7) {
                Verdict verdict = verifier.judgeBy(ConsistencyProof.prove(i + 1, 20, honest.tree()));
                followed.advance((Verdict.Verified) verdict);
                assertThat(followed.size()).isEqualTo(i + 1);
            }
        }
        followed.advance((Verdict.Verified) verifier.verdict());
        assertThat(followed.size()).isEqualTo(20);
    }

    @Test
    void believesNoPartByAProofOfSomethingElse() throws LogFault, IOException {
        LogVerifier verifier = ahead(FollowedLog.fromStart().judge(honest.checkpoint()));
        TestLog liar = honest.rewritten(2, TestLog.frame(1_000));
        for (int i = 0; i < 8; i++) {
            verifier.add(liar.frameAt(i));
        }
        for (ConsistencyProof proof : new ConsistencyProof[] {
            ConsistencyProof.prove(8, 20, honest.tree()),
            ConsistencyProof.prove(8, 20, liar.tree()),
            ConsistencyProof.prove(4, 20, honest.tree()),
            ConsistencyProof.prove(8, 16, liar.tree()),
            ConsistencyProof.prove(0, 20, honest.tree()),
            ConsistencyProof.prove(20, 20, honest.tree())
        }) {
            assertThat(verifier.judgeBy(proof)).isInstanceOf(Verdict.Differs.class);
        }
    }

    @Test
    void finishesWhatItBeganBeforeItLooksAtANewerCheckpoint() throws LogFault, IOException {
        FollowedLog followed = FollowedLog.fromStart();
        LogVerifier verifier = ahead(followed.judge(honest.truncated(12).checkpoint()));
        for (int i = 0; i < 8; i++) {
            verifier.add(honest.frameAt(i));
        }
        followed.advance((Verdict.Verified) verifier.judgeBy(ConsistencyProof.prove(8, 12, honest.tree())));
        // It keeps the first eight and rewrites what was promised but not yet fetched.
        TestLog liar = honest.rewritten(9, TestLog.frame(1_000));
        assertThat(ahead(followed.judge(liar.checkpoint())).target().size()).isEqualTo(12);
        assertThat(followed.judge(liar.truncated(12).checkpoint())).isInstanceOf(Offer.Forked.class);
    }

    @Test
    void provesAForkInLessThanAKilobyte() throws LogFault, IOException, SignatureFault {
        FollowedLog followed = followed(honest.truncated(13));
        TestLog liar = honest.rewritten(0, TestLog.frame(1_000));
        LogVerifier verifier = ahead(followed.judge(liar.checkpoint()));
        for (int i = 13; i < 20; i++) {
            verifier.add(liar.frameAt(i));
        }
        Contradiction proof = ((Explanation.Forked) followed.explain(verifier.target(), liar.tree())).proof();
        assertThat(proof.toBytes(honest.node()).length).isLessThan(1_024);
        byte[] bytes = proof.toBytes(honest.node());
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Contradiction.read(changed, honest.node(), honest.keys(), VERIFIER))
                    .as("byte %d", i)
                    .isInstanceOfAny(LogFault.class, SignatureFault.class);
        }
    }

    @Test
    void acceptsNoEvidenceAgainstAnHonestLog() throws IOException {
        SignedCheckpoint one = honest.truncated(12).checkpoint();
        SignedCheckpoint two = honest.checkpoint();
        ConsistencyProof path = ConsistencyProof.prove(12, 20, honest.tree());
        for (Contradiction evidence : new Contradiction[] {
            new Contradiction(one, two, one.root(), path.path()),
            new Contradiction(one, two, honest.tree().root(11), path.path()),
            new Contradiction(two, two, two.root(), path.path()),
            new Contradiction(two, one, two.root(), path.path()),
            new Contradiction(
                    one, TestLog.ofSize(12).checkpoint(), honest.tree().root(11), path.path())
        }) {
            assertThat(evidence.holds()).isFalse();
            assertThatThrownBy(() ->
                            Contradiction.read(evidence.toBytes(honest.node()), honest.node(), honest.keys(), VERIFIER))
                    .isInstanceOf(LogFault.class);
        }
        assertThatThrownBy(() -> Contradiction.read(new byte[9], honest.node(), honest.keys(), VERIFIER))
                .isInstanceOf(LogFault.class);
    }

    @Test
    void neverGoesBack() throws LogFault {
        FollowedLog followed = FollowedLog.fromStart();
        LogVerifier verifier = ahead(followed.judge(honest.truncated(2).checkpoint()));
        verifier.add(honest.frameAt(0));
        verifier.add(honest.frameAt(1));
        Verdict.Verified early = (Verdict.Verified) verifier.verdict();
        followed.advance(early);
        follow(followed, honest);
        assertThatThrownBy(() -> followed.advance(early)).isInstanceOf(IllegalStateException.class);
        assertThat(followed.size()).isEqualTo(20);
    }

    private void provenToAnybody(Contradiction proof) throws LogFault, SignatureFault {
        assertThat(proof.holds()).isTrue();
        Contradiction read = Contradiction.read(proof.toBytes(honest.node()), honest.node(), honest.keys(), VERIFIER);
        assertThat(read.holds()).isTrue();
        assertThat(read.shorter().size()).isEqualTo(proof.shorter().size());
    }

    private static FollowedLog followed(TestLog log) throws LogFault {
        FollowedLog followed = FollowedLog.fromStart();
        follow(followed, log);
        return followed;
    }

    private static void follow(FollowedLog followed, TestLog log) throws LogFault {
        LogVerifier verifier = ahead(followed.judge(log.checkpoint()));
        while (!verifier.isComplete()) {
            verifier.add(log.frameAt(verifier.next()));
        }
        followed.advance((Verdict.Verified) verifier.verdict());
    }

    private static LogVerifier ahead(Offer offer) {
        return ((Offer.Ahead) offer).verifier();
    }
}
