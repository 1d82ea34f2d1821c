package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.guildhall.log.Frame;
import org.guildhall.log.InclusionProof;
import org.guildhall.log.RecordProof;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.peering.witness.Cosigning.Cosigned;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Writer;

/**
 * {@code POST /log/prove}: a proof for third parties that our log holds a record. Body: {@code record}, its digest in base64url
 * or its index in our log. Answer: {@code proof}, the file's text, {@code index}, and {@code size} of the checkpoint.
 */
public final class LogProve implements AdminCommand {
    private final LogQueries queries;
    private final Writer writer;
    private final Supplier<Optional<SignedCheckpoint>> published;
    private final Supplier<Optional<Cosigned>> cosigned;

    public LogProve(
            LogQueries queries,
            Writer writer,
            Supplier<Optional<SignedCheckpoint>> published,
            Supplier<Optional<Cosigned>> cosigned) {
        this.queries = queries;
        this.writer = writer;
        this.published = published;
        this.cosigned = cosigned;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/log/prove";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("record");
        SignedCheckpoint at =
                published.get().orElseThrow(() -> Refusal.conflict("nothing is signed yet; try again in a moment"));
        long index = index(call.text("record"));
        if (index >= at.size()) {
            throw Refusal.conflict("entry " + index + " is beyond the newest signed checkpoint, which has " + at.size()
                    + " entries; try again in a moment");
        }
        Frame frame = queries.frames(writer.self(), index, 1).get(0);
        if (!(frame.content() instanceof Frame.Content.Payload payload)) {
            throw Refusal.conflict("the record at " + index + " was erased; there is nothing left to be proven");
        }
        // Witnesses' word is worth more than a newer checkpoint.
        Cosigned best = cosigned.get()
                .filter(one -> index < one.size())
                .orElseGet(() -> new Cosigned(at.size(), at.note(), List.of()));
        try {
            InclusionProof inclusion = InclusionProof.prove(
                    index,
                    best.size(),
                    Tiles.nodes(
                            best.size(),
                            path -> Tiles.encode(
                                    queries.tile(writer.self(), path.level(), path.start(), path.width()))));
            byte[] file = RecordProof.of(
                            inclusion,
                            best.note(),
                            frame.entry(),
                            payload.bytes(),
                            introductions(payload.bytes(), best.witnesses()))
                    .toBytes();
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("index", index)
                    .put("size", best.size())
                    .put("witnesses", best.witnesses().size())
                    .put("proof", new String(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Node records of everybody whose signature is in the proof: ours, the record's node's, the witnesses'. */
    private List<List<byte[]>> introductions(byte[] payload, List<NodeId> witnesses) {
        Set<NodeId> nodes = new LinkedHashSet<>(List.of(writer.selfId()));
        try {
            nodes.add(RecordReader.read(payload).head().node());
            nodes.addAll(witnesses);
            return nodes.stream().map(queries::introductions).toList();
        } catch (RecordFault e) {
            throw new IllegalStateException("a record in our log can't be read", e);
        }
    }

    private long index(String record) throws Refusal {
        if (record.matches("[0-9]{1,15}")) {
            return Long.parseLong(record);
        }
        Digest digest;
        try {
            digest = Digest.ofText(record);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("name the record by its digest (43 characters, on its page under \"Record\") or by"
                    + " its index in the log");
        }
        OptionalLong index = queries.indexOf(writer.self(), digest);
        return index.orElseThrow(() -> Refusal.notFound("no record in our log has this digest"));
    }
}
