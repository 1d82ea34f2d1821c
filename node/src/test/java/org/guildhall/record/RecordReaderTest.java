package org.guildhall.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {
    private static final Multikey KEY =
            Multikey.ofPublicKey(Sha256.of("any 32 bytes".getBytes(StandardCharsets.UTF_8)));
    private static final ObjectId OBJECT =
            new ObjectId(NodeId.of(KEY), UUID.fromString("8b0f52f2-53a6-4f0a-8a3b-111122223333"));

    private static byte[] published() {
        Question question = new Question(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                "Why does \"the\" pump stall at −5 °C?",
                "It stalls.\n\n```\n tab\there 😀\n```",
                List.of("betonpumpe", "混凝土泵", "c++"),
                "en",
                "CC-BY-SA-4.0",
                Post.Origin.HERE);
        Head head = Head.of(Kind.QUESTION, OBJECT, 1, Instant.parse("2026-11-21T20:00:00.123456Z"), new SecureRandom());
        return new Draft(head, question).sealed(new Proof(KEY, new byte[64]));
    }

    private static String text() {
        return new String(published(), StandardCharsets.UTF_8);
    }

    private static RecordFault fault(String json) {
        return catchThrowableOfType(RecordFault.class, () -> RecordReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsBackWhatWasWritten() throws Exception {
        OqxRecord record = RecordReader.read(published());
        assertThat(record.head().dateCreated()).isEqualTo(Instant.parse("2026-11-21T20:00:00.123Z"));
        assertThat(record.thread()).contains(OBJECT);
        assertThat(record.body()).isInstanceOfSatisfying(Question.class, question -> {
            assertThat(question.keywords()).containsExactly("betonpumpe", "混凝土泵", "c++");
            assertThat(question.text()).contains(" tab\there 😀");
        });
        assertThat(new Draft(record.head(), record.body()).unsignedBytes()).isEqualTo(record.signedPart());
        assertThat(new Draft(record.head(), record.body()).sealed(record.proof()))
                .isEqualTo(record.payload().bytes());
    }

    @Test
    void keepsAndSignsMembersItDoesNotKnow() throws Exception {
        String json = text().replace(",\"id\":", ",\"futureMember\":[1,{\"a\":true}],\"id\":");
        OqxRecord record = RecordReader.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(record.signedPart(), StandardCharsets.UTF_8)).contains("futureMember");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // A07: what parsers disagree about is refused, whatever they would make of it
                "{\"audience\"|{ \"audience\"|not-canonical",
                "\"oqx\":1|\"oqx\":1.0|malformed",
                "\"oqx\":1|\"oqx\":1e0|malformed",
                "\"oqx\":1|\"oqx\":1e400|malformed",
                "\"oqx\":1|\"oqx\":01|malformed",
                "\"oqx\":1|\"oqx\":-0|malformed",
                "\"oqx\":1|\"oqx\":2|unknown-version",
                "\"oqx\":1|\"oqx\":1,\"oqx\":1|malformed",
                "\"oqx\":1|\"oqx\":null|malformed",
                // A17: integers out of range
                "\"revision\":1|\"revision\":9007199254740992|malformed",
                "\"revision\":1|\"revision\":99999999999999999999999|malformed",
                "\"revision\":1|\"revision\":2147483648|malformed",
                "\"revision\":1|\"revision\":0|malformed",
                "\"revision\":1|\"revision\":-1|malformed",
                "\"kind\":\"Question\"|\"kind\":\"Poll\"|unknown-kind",
                "It stalls|It \\u0073talls|not-canonical",
                "It stalls|It \\ud83d stalls|malformed",
                "It stalls|It \\/ stalls|not-canonical",
                "It stalls|It\tstalls|malformed",
                "c++|C++|malformed",
                "\"c++\"|\"betonpumpe\"|malformed",
                "T20:00:00.123Z|T20:00:00Z|malformed",
                "T20:00:00.123Z|T25:00:00.123Z|malformed",
                "\"public\"|\"everyone\"|malformed",
                "eddsa-jcs-2022|eddsa-rdfc-2022|bad-proof",
                "\"proofPurpose\"|\"more\":1,\"proofPurpose\"|bad-proof",
                "8b0f52f2-|8B0F52F2-|malformed",
            })
    void refusesWhatIsNotExactlyARecord(String part, String changed, String code) {
        assertThat(text()).contains(part);
        assertThat(fault(text().replace(part, changed)).code()).isEqualTo(code);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] bytes = published();
        int at = text().getBytes(StandardCharsets.UTF_8).length / 2;
        bytes[at] = (byte) 0xff;
        assertThat(catchThrowableOfType(RecordFault.class, () -> RecordReader.read(bytes))
                        .code())
                .isEqualTo("malformed");
    }

    @Test
    void refusesATruncatedRecordAtEveryLength() {
        byte[] bytes = published();
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = java.util.Arrays.copyOf(bytes, length);
            assertThat(catchThrowableOfType(RecordFault.class, () -> RecordReader.read(part)))
                    .as("cut at %d", length)
                    .isNotNull();
        }
    }

    /** A27: nesting is refused at the limit, however deep it goes on, without recursion beyond it. */
    @Test
    void refusesDeepNesting() {
        assertThat(fault("{\"a\":" + "[".repeat(60_000)).code()).isEqualTo("too-large");
        String fits = text().replace(",\"id\":", ",\"deep\":" + "[".repeat(15) + "]".repeat(15) + ",\"id\":");
        assertThat(fault(fits)).isNull();
        String over = text().replace(",\"id\":", ",\"deep\":" + "[".repeat(16) + "]".repeat(16) + ",\"id\":");
        assertThat(fault(over).code()).isEqualTo("too-large");
    }

    @Test
    void refusesARecordOverTheLimit() {
        assertThat(fault(text() + " ".repeat(Limits.RECORD_BYTES)).code()).isEqualTo("too-large");
    }

    @Test
    void namesTheMemberThatIsMissing() {
        assertThat(fault(text().replace("\"keywords\"", "\"keywordz\"")).getMessage())
                .contains("keywords")
                .contains("missing");
    }
}
