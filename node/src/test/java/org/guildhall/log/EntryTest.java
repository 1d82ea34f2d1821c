package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.guildhall.record.Digest;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.Records;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.Test;

class EntryTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());

    @Test
    void hasTheBytesOfTheProtocol() throws LogFault {
        Entry entry = new Entry(
                4,
                0x0102030405L,
                0x0a0b0c0d,
                ObjectKey.wrap(HexFormat.of().parseHex("11".repeat(16))),
                ObjectKey.wrap(HexFormat.of().parseHex("22".repeat(16))),
                Digest.wrap(HexFormat.of().parseHex("33".repeat(32))));
        String expected =
                "01" + "04" + "0000000102030405" + "0a0b0c0d" + "11".repeat(16) + "22".repeat(16) + "33".repeat(32);
        assertThat(HexFormat.of().formatHex(entry.toBytes())).isEqualTo(expected);
        assertThat(Entry.read(HexFormat.of().parseHex("ff" + expected + "ff"), 1))
                .isEqualTo(entry);
        assertThat(entry.leafHash()).isEqualTo(MerkleTree.leaf(entry.toBytes()));
    }

    @Test
    void describesTheRecordItIsMadeFor() throws RecordFault, LogFault {
        OqxRecord question = Records.question(key);
        OqxRecord answer = Records.answer(key, question.object(), UUID.randomUUID(), 7);
        Entry entry = Entry.of(answer, Records.NOW);
        assertThat(entry.kind()).contains(Kind.ANSWER);
        assertThat(entry.logged()).isEqualTo(Records.NOW);
        assertThat(entry.thread()).isEqualTo(question.object().key());
        assertThat(Entry.of(question, Records.NOW).thread())
                .isEqualTo(question.object().key());
        assertThat(entry.describes(answer)).isTrue();
        assertThat(Entry.read(entry.toBytes(), 0).describes(answer)).isTrue();
    }

    /** A06: an entry that files the bytes elsewhere than they say is no entry of theirs. */
    @Test
    void describesNoRecordItDiffersFromInAnyField() throws RecordFault {
        OqxRecord question = Records.question(key);
        OqxRecord answer = Records.answer(key, question.object(), UUID.randomUUID(), 7);
        Entry e = Entry.of(answer, Records.NOW);
        ObjectKey elsewhere = Records.question(key).object().key();
        Digest digest = question.payload().digest();
        assertThat(new Entry(5, e.time(), 7, e.thread(), e.object(), e.digest()).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time(), 8, e.thread(), e.object(), e.digest()).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time(), 7, elsewhere, e.object(), e.digest()).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time(), 7, ObjectKey.ZERO, e.object(), e.digest()).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time(), 7, e.thread(), elsewhere, e.digest()).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time(), 7, e.thread(), e.object(), digest).describes(answer))
                .isFalse();
        assertThat(new Entry(4, e.time() + 1, 7, e.thread(), e.object(), e.digest()).describes(answer))
                .isTrue();
    }

    @Test
    void carriesKindsOfLaterEditions() throws LogFault {
        Entry entry = TestLog.entry(1);
        byte[] bytes = entry.toBytes();
        bytes[1] = (byte) 200;
        Entry later = Entry.read(bytes, 0);
        assertThat(later.kindCode()).isEqualTo(200);
        assertThat(later.kind()).isEmpty();
        assertThat(later.toBytes()).isEqualTo(bytes);
    }

    /** A17, A18: a number that no record has is the log's own fault, told beside the record, and stops nothing. */
    @Test
    void carriesNumbersThatNoRecordHas() throws LogFault {
        for (String head : new String[] {
            "01" + "00" + "0000000102030405" + "0000000a",
            "01" + "04" + "8000000000000000" + "0000000a",
            "01" + "04" + "ffffffffffffffff" + "0000000a",
            "01" + "04" + "0000000102030405" + "00000000",
            "01" + "04" + "0000000102030405" + "ffffffff"
        }) {
            byte[] bytes = HexFormat.of().parseHex(head + "00".repeat(64));
            assertThat(Entry.read(bytes, 0).toBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void refusesOtherVersions() {
        for (int version : new int[] {0, 2, 255}) {
            byte[] bytes = TestLog.entry(1).toBytes();
            bytes[0] = (byte) version;
            malformed(bytes, 0);
        }
    }

    @Test
    void refusesTooFewBytes() {
        malformed(new byte[0], 0);
        malformed(new byte[77], 0);
        malformed(TestLog.entry(1).toBytes(), 1);
    }

    private static void malformed(byte[] bytes, int offset) {
        assertThatThrownBy(() -> Entry.read(bytes, offset))
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("entry"));
    }
}
