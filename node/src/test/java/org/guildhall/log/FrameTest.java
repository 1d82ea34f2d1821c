package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.guildhall.record.Limits;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Frame OWN = TestLog.frame(1);
    private static final Frame INCLUDED =
            new Frame(TestLog.entry(2), 77, new Frame.Content.Payload(TestLog.payload(2)));
    private static final Frame ERASED = new Frame(TestLog.entry(3), Frame.OWN, new Frame.Content.Erased(99));
    private static final Frame DROPPED = new Frame(TestLog.entry(4), 5, new Frame.Content.Dropped(100));

    @Test
    void hasTheBytesOfTheProtocol() {
        String entry = HexFormat.of().formatHex(TestLog.entry(1).toBytes());
        assertThat(hex(OWN)).isEqualTo(entry + "ff".repeat(8) + "00" + "00000008" + text("record 1"));
        assertThat(hex(ERASED)).endsWith("ff".repeat(8) + "01" + "0000000000000063");
        assertThat(hex(DROPPED)).endsWith("0000000000000005" + "02" + "0000000000000064");
    }

    @Test
    void readsAPageFrameByFrame() throws LogFault {
        byte[] page = Frame.encode(List.of(OWN, INCLUDED, ERASED, DROPPED));
        FrameReader reader = new FrameReader(page, 0);
        assertThat(reader.next()).usingRecursiveComparison().isEqualTo(OWN);
        assertThat(reader.next()).usingRecursiveComparison().isEqualTo(INCLUDED);
        assertThat(reader.next()).isEqualTo(ERASED);
        assertThat(reader.next()).isEqualTo(DROPPED);
        assertThat(reader.hasNext()).isFalse();
        assertThat(Frame.encode(new FrameReader(page, 0).rest())).isEqualTo(page);
    }

    @Test
    void knowsWhetherTheBytesAreThoseOfTheEntry() {
        assertThat(OWN.isIntact()).isTrue();
        assertThat(ERASED.isIntact()).isTrue();
        assertThat(new Frame(OWN.entry(), Frame.OWN, new Frame.Content.Payload(TestLog.payload(2))).isIntact())
                .isFalse();
    }

    @Test
    void refusesAPageThatIsCutAnywhere() throws LogFault {
        byte[] page = Frame.encode(List.of(OWN, ERASED, INCLUDED));
        List<Integer> whole = new ArrayList<>();
        for (int length = 0; length < page.length; length++) {
            byte[] cut = Arrays.copyOf(page, length);
            try {
                new FrameReader(cut, 0).rest();
                whole.add(length);
            } catch (LogFault fault) {
                assertThat(fault.code()).isIn("frame", "entry");
            }
        }
        assertThat(whole).containsExactly(0, OWN.length(), OWN.length() + ERASED.length());
    }

    @Test
    void refusesAnOriginOrFormThatCannotBe() {
        for (long origin : new long[] {-2, Long.MIN_VALUE}) {
            malformed(ByteBuffer.wrap(Frame.encode(List.of(OWN)))
                    .putLong(78, origin)
                    .array());
        }
        for (byte form : new byte[] {3, -1}) {
            malformed(ByteBuffer.wrap(Frame.encode(List.of(OWN))).put(86, form).array());
        }
    }

    @Test
    void refusesAnEmptyPayload() {
        malformed(Frame.encode(List.of(new Frame(OWN.entry(), Frame.OWN, new Frame.Content.Payload(new byte[0])))));
    }

    /** A26: the length that is claimed costs nothing. */
    @Test
    void refusesAPayloadLargerThanItsBytesOrTheLimit() throws LogFault {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 9, Limits.RECORD_BYTES}) {
            malformed(ByteBuffer.wrap(Frame.encode(List.of(OWN)))
                    .putInt(87, length)
                    .array());
        }
        Frame largest = new Frame(OWN.entry(), Frame.OWN, new Frame.Content.Payload(new byte[Limits.RECORD_BYTES]));
        assertThat(new FrameReader(Frame.encode(List.of(largest)), 0).rest()).hasSize(1);
        malformed(Frame.encode(List.of(
                new Frame(OWN.entry(), Frame.OWN, new Frame.Content.Payload(new byte[Limits.RECORD_BYTES + 1])))));
    }

    @Test
    void refusesMoreFramesThanAPageHas() throws LogFault {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < Frame.PAGE; i++) {
            frames.add(TestLog.frame(i));
        }
        assertThat(new FrameReader(Frame.encode(frames), 0).rest()).hasSize(256);
        frames.add(OWN);
        malformed(Frame.encode(frames));
    }

    @Test
    void endsForAnyBytes() {
        Random random = new Random(78);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = Frame.encode(List.of(OWN, ERASED, INCLUDED, DROPPED));
            for (int change = 0; change < 4; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Frame.encode(new FrameReader(bytes, 0).rest())).isEqualTo(bytes);
            } catch (LogFault refused) {
                assertThat(refused.code()).isIn("frame", "entry");
            }
        }
    }

    @Test
    void aTailIsACheckpointAndFrames() throws LogFault {
        byte[] note = "a note\n".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new Tail(note, List.of(OWN, ERASED)).toBytes();
        assertThat(bytes).startsWith(0, 0, 0, 7, 'a');
        Tail tail = Tail.read(bytes);
        assertThat(tail.note()).isEqualTo(note);
        assertThat(tail.frames()).usingRecursiveFieldByFieldElementComparator().containsExactly(OWN, ERASED);
        assertThat(Tail.read(new Tail(note, List.of()).toBytes()).frames()).isEmpty();
    }

    @Test
    void refusesAMalformedTail() {
        byte[] bytes = new Tail(new byte[7], List.of(OWN)).toBytes();
        for (int length : new int[] {-1, 0, 8_193, Integer.MAX_VALUE, bytes.length - 3}) {
            byte[] changed = ByteBuffer.wrap(bytes.clone()).putInt(0, length).array();
            assertThatThrownBy(() -> Tail.read(changed))
                    .isInstanceOfSatisfying(
                            LogFault.class, fault -> assertThat(fault.code()).isEqualTo("frame"));
        }
        assertThatThrownBy(() -> Tail.read(new byte[3])).isInstanceOf(LogFault.class);
        assertThatThrownBy(() -> Tail.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(LogFault.class);
    }

    private static void malformed(byte[] page) {
        assertThatThrownBy(() -> new FrameReader(page, 0).rest())
                .isInstanceOfSatisfying(
                        LogFault.class, fault -> assertThat(fault.code()).isEqualTo("frame"));
    }

    private static String hex(Frame frame) {
        return HexFormat.of().formatHex(Frame.encode(List.of(frame)));
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
