package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SigningKey;

class WriterTest {
    private static final int PATIENCE_SECONDS = 10;

    private final NodeId self =
            NodeId.of(SigningKey.generate(new SecureRandom()).publicKey());

    /** Whoever waits would wait for ever, were it to end the thread. */
    @EachDatabase
    void tellsOfAnErrorAsOfAnyOtherFaultAndUndoesWhatWasDone(Database database) throws Exception {
        try (Writer writer = Writer.open(database, self, Clock.systemUTC())) {
            assertThatThrownBy(() -> writer.submit(tx -> {
                                new Settings(tx.sql()).set(Settings.REGISTRATION, "open");
                                throw new NoSuchMethodError("of another build");
                            })
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NoSuchMethodError.class);
            assertThat(writer.submit(tx -> new Settings(tx.sql()).get(Settings.REGISTRATION))
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(writer.failure()).isNotDone();
        }
    }

    @EachDatabase
    void tellsWhatIsDurableThoughAListenerThrowsAnError(Database database) throws Exception {
        try (Writer writer = Writer.open(database, self, Clock.systemUTC())) {
            writer.onCommit(commit -> {
                throw new AssertionError("a listener of another build");
            });
            for (int i = 0; i < 2; i++) {
                assertThat(writer.submit(tx -> "done").get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo("done");
            }
        }
    }
}
