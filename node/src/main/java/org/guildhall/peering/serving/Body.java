package org.guildhall.peering.serving;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.guildhall.record.Digest;

/** A body that is answered many times: plain, packed where that is worth it, and the tag that tells it from others. */
record Body(Buffer plain, Optional<Buffer> packed, String tag) {
    private static final int WORTH_PACKING = 2_048;

    static Body of(byte[] bytes) {
        return new Body(
                Buffer.buffer(bytes),
                bytes.length < WORTH_PACKING ? Optional.empty() : Optional.of(pack(bytes)),
                Digest.of(bytes).text().substring(0, 22));
    }

    int weight() {
        return plain.length() + packed.map(Buffer::length).orElse(0);
    }

    private static Buffer pack(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        // Keys and signatures do not shrink however hard one tries; names and text do at once.
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8_192) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail to be written", e);
        }
        return Buffer.buffer(out.toByteArray());
    }
}
