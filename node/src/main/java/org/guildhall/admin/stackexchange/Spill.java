package org.guildhall.admin.stackexchange;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows by thread on disk. A dump has posts, history and comments in three files, each in order of time; a thread needs
 * all of its own at once. So each row goes to one of at most 256 files, by its question's number, and one file at a time is
 * read into memory: the heap holds a share of the dump ({@code bucketBytes} of source), not the dump. Numbers grow with
 * time and the files cover ranges of them, so threads come out in about the order in which they were asked.
 *
 * <p>The files hold people's words and names: they lie in a directory only the owner can read, and are deleted on close.
 */
final class Spill implements AutoCloseable {

    /** Which file of the dump a row is from. */
    enum Source {
        POST('p'),
        HISTORY('h'),
        COMMENT('c');

        private final char code;

        Source(char code) {
            this.code = code;
        }

        private static Source of(int code) {
            return switch (code) {
                case 'p' -> POST;
                case 'h' -> HISTORY;
                case 'c' -> COMMENT;
                default -> throw new IllegalStateException("the import's own copy is damaged");
            };
        }

        private List<String> fields() {
            return switch (this) {
                case POST -> PostRow.FIELDS;
                case HISTORY -> HistoryRow.FIELDS;
                case COMMENT -> CommentRow.FIELDS;
            };
        }
    }

    /** Takes a row on its way back. */
    interface Receiver {
        void row(Source source, Row row) throws IOException;
    }

    private static final int MOST_BUCKETS = 256;

    private final Path directory;
    private final int highest;
    private final @Nullable DataOutputStream[] outputs;

    /**
     * @param parent where the temporary directory is made
     * @param highest the largest number of a question
     * @param sourceBytes how much there will be, about
     * @param bucketBytes how much of it may be in memory at once
     */
    Spill(Path parent, int highest, long sourceBytes, long bucketBytes) throws IOException {
        this.directory = Files.createTempDirectory(parent, "import-");
        this.highest = highest;
        this.outputs = new DataOutputStream[(int) Math.max(1, Math.min(MOST_BUCKETS, sourceBytes / bucketBytes + 1))];
    }

    int buckets() {
        return outputs.length;
    }

    void write(int question, Source source, Row row) throws IOException {
        int bucket = (int) ((long) Math.max(0, question) * outputs.length / (highest + 1L));
        DataOutputStream output = outputs[bucket];
        if (output == null) {
            output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path(bucket)), 1 << 13));
            outputs[bucket] = output;
        }
        output.writeByte(source.code);
        for (String field : source.fields()) {
            String value = row.text(field);
            if (value == null) {
                output.writeInt(-1);
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                output.writeInt(bytes.length);
                output.write(bytes);
            }
        }
    }

    /** Gives back what was written to one bucket, in the order of writing, and deletes it. */
    void drain(int bucket, Receiver receiver) throws IOException {
        DataOutputStream output = outputs[bucket];
        if (output == null) {
            return;
        }
        output.close();
        outputs[bucket] = null;
        try (DataInputStream input =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path(bucket)), 1 << 16))) {
            for (int code = input.read(); code >= 0; code = input.read()) {
                Source source = Source.of(code);
                Map<String, String> attributes = new HashMap<>();
                for (String field : source.fields()) {
                    int length = input.readInt();
                    if (length >= 0) {
                        attributes.put(field, new String(input.readNBytes(length), StandardCharsets.UTF_8));
                    }
                }
                receiver.row(source, new Row(attributes, "the import's own copy"));
            }
        }
        Files.delete(path(bucket));
    }

    private Path path(int bucket) {
        return directory.resolve("threads-" + bucket);
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < outputs.length; i++) {
            DataOutputStream output = outputs[i];
            if (output != null) {
                output.close();
                Files.deleteIfExists(path(i));
            }
        }
        Files.deleteIfExists(directory);
    }
}
