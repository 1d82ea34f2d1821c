package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.SpecVectors;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Sha256;
import org.guildhall.signing.Introductions;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's vectors that are about the bytes of a log. */
class LogVectorsTest {
    private static final Verifier VERIFIER = Verifier.best();

    static Stream<SpecVectors.Case> entry() {
        return SpecVectors.of("entry").stream();
    }

    @ParameterizedTest
    @MethodSource("entry")
    void entries(SpecVectors.Case vector) {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            Entry entry = bytes.length > Entry.BYTES ? tooLong() : Entry.read(bytes, 0);
            code = "valid";
            JsonNode output = vector.output();
            assertThat(entry.kindCode()).isEqualTo(output.get("kind").intValue());
            assertThat(entry.time()).isEqualTo(output.get("time").longValue());
            assertThat(entry.revision()).isEqualTo(output.get("revision").intValue());
            assertThat(entry.thread().hex()).isEqualTo(output.get("threadKey").textValue());
            assertThat(entry.object().hex()).isEqualTo(output.get("objectKey").textValue());
            assertThat(entry.digest().hex()).isEqualTo(output.get("digest").textValue());
            assertThat(entry.leafHash().hex()).isEqualTo(output.get("leafHash").textValue());
            assertThat(entry.toBytes()).isEqualTo(bytes);
        } catch (LogFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    /** An entry is read out of something longer, so what a single one may be too long for is its reader's to say. */
    private static Entry tooLong() throws LogFault {
        throw new LogFault("entry", "longer than an entry");
    }

    static Stream<SpecVectors.Case> tree() {
        return SpecVectors.of("tree").stream();
    }

    @ParameterizedTest
    @MethodSource("tree")
    void trees(SpecVectors.Case vector) {
        CompactRange range = CompactRange.empty();
        for (JsonNode expected : vector.output().get("roots")) {
            while (range.size() < expected.get("size").longValue()) {
                range.append(counting(range.size()).leafHash());
            }
            assertThat(range.root().hex()).isEqualTo(expected.get("root").textValue());
            StringBuilder peaks = new StringBuilder();
            expected.path("range").forEach(peak -> peaks.append(peak.textValue()));
            byte[] bytes = range.toBytes();
            assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 8, bytes.length)))
                    .isEqualTo(peaks.toString());
        }
        assertThat(vector.output().get("roots")).hasSameSizeAs(vector.input().get("sizes"));
    }

    /** Entry i of the log that exists on paper only. */
    private static Entry counting(long i) {
        byte[] hash = Sha256.of(ByteBuffer.allocate(8).putLong(i).array());
        ObjectKey key = ObjectKey.wrap(Arrays.copyOf(hash, ObjectKey.LENGTH));
        return new Entry(3, 1_800_000_000_000L + i, 1, key, key, Digest.wrap(Sha256.of(hash)));
    }

    static Stream<SpecVectors.Case> tile() {
        return SpecVectors.of("tile").stream();
    }

    @ParameterizedTest
    @MethodSource("tile")
    void tiles(SpecVectors.Case vector) {
        String level = vector.input().get("level").asText();
        long number = vector.input().get("number").longValue();
        int width = vector.input().get("width").intValue();
        byte[] bytes;
        if (level.equals("entries")) {
            List<Entry> entries = new ArrayList<>();
            for (long i = number * TilePath.FULL; i < number * TilePath.FULL + width; i++) {
                entries.add(counting(i));
            }
            bytes = Tiles.encodeEntries(entries);
        } else {
            List<TreeHash> hashes = new ArrayList<>();
            for (long i = number * TilePath.FULL; i < number * TilePath.FULL + width; i++) {
                hashes.add(perfect(Integer.parseInt(level), i));
            }
            bytes = Tiles.encode(hashes);
        }
        assertThat(bytes).hasSize(vector.output().get("length").intValue());
        assertThat(HexFormat.of().formatHex(Sha256.of(bytes)))
                .isEqualTo(vector.output().get("sha256").textValue());
    }

    /** A hash of a tile's level: that of a perfect tree of 256 to the power of the level. */
    private static TreeHash perfect(int level, long index) {
        long leaves = 1L << (TilePath.HEIGHT * level);
        CompactRange range = CompactRange.empty();
        for (long i = index * leaves; i < (index + 1) * leaves; i++) {
            range.append(counting(i).leafHash());
        }
        return range.root();
    }

    static Stream<SpecVectors.Case> tilePath() {
        return SpecVectors.of("tile-path").stream();
    }

    @ParameterizedTest
    @MethodSource("tilePath")
    void tilePaths(SpecVectors.Case vector) {
        JsonNode parts = vector.input().has("path") ? vector.output() : vector.input();
        String path = (vector.input().has("path") ? vector.input() : vector.output())
                .get("path")
                .textValue();
        Optional<TilePath> parsed = TilePath.parse(path);
        assertThat(parsed.isPresent()).isEqualTo(vector.isValid());
        parsed.ifPresent(tile -> {
            String level = parts.get("level").asText();
            int width = parts.path("width").asInt(TilePath.FULL);
            long number = parts.get("number").longValue();
            assertThat(tile)
                    .isEqualTo(
                            level.equals("entries")
                                    ? TilePath.entries(number, width)
                                    : TilePath.hashes(Integer.parseInt(level), number, width));
            assertThat(tile.text()).isEqualTo(path);
        });
    }

    static Stream<SpecVectors.Case> checkpoint() {
        return SpecVectors.of("checkpoint").stream();
    }

    @ParameterizedTest
    @MethodSource("checkpoint")
    void checkpoints(SpecVectors.Case vector) throws RecordFault {
        byte[] note = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            NodeId node = new NodeId(vector.input().get("node").textValue());
            SignedCheckpoint read = SignedCheckpoint.read(
                    note, node, introductions(node, vector.input().get("records"))::checkpointKeys, VERIFIER);
            code = "valid";
            assertThat(read.size()).isEqualTo(vector.output().path("size").longValue());
            assertThat(read.root().hex()).isEqualTo(vector.output().path("root").textValue());
        } catch (SignatureFault fault) {
            code = fault.code();
        } catch (LogFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    private static Introductions introductions(NodeId node, JsonNode records) throws RecordFault {
        List<OqxRecord> read = new ArrayList<>();
        for (JsonNode record : records) {
            read.add(RecordReader.read(SpecVectors.bytes(record)));
        }
        return new Introductions(node, read);
    }

    static Stream<SpecVectors.Case> frames() {
        return SpecVectors.of("frames").stream();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frames(SpecVectors.Case vector) {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            List<Frame> frames = new FrameReader(bytes, 0).rest();
            code = frames.stream().allMatch(Frame::isIntact) ? "valid" : "payload-digest";
            JsonNode expected = vector.output().path("frames");
            for (int i = 0; i < expected.size(); i++) {
                assertThat(HexFormat.of().formatHex(frames.get(i).entry().toBytes()))
                        .isEqualTo(expected.get(i).get("entry").textValue());
                assertThat(frames.get(i).origin())
                        .isEqualTo(expected.get(i).get("origin").longValue());
                assertThat(formOf(frames.get(i)))
                        .isEqualTo(expected.get(i).get("form").intValue());
            }
            assertThat(Frame.encode(frames)).isEqualTo(bytes);
        } catch (LogFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }

    private static int formOf(Frame frame) {
        return frame.content() instanceof Frame.Content.Payload
                ? 0
                : frame.content() instanceof Frame.Content.Erased ? 1 : 2;
    }

    static Stream<SpecVectors.Case> tail() {
        return SpecVectors.of("tail").stream();
    }

    @ParameterizedTest
    @MethodSource("tail")
    void tails(SpecVectors.Case vector) {
        byte[] bytes = SpecVectors.bytes(vector.input().get("bytes"));
        String code;
        try {
            Tail tail = Tail.read(bytes);
            code = "valid";
            assertThat(tail.frames()).hasSize(vector.output().get("frames").intValue());
            assertThat(tail.note()).isEqualTo(SpecVectors.bytes(vector.output().get("checkpoint")));
            assertThat(tail.toBytes()).isEqualTo(bytes);
        } catch (LogFault fault) {
            code = fault.code();
        }
        assertThat(code).isIn(vector.codes());
    }
}
