package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.store.Author;
import org.guildhall.store.HeldReading;
import org.guildhall.store.HeldReading.Held;
import org.guildhall.store.NodeNames;
import org.guildhall.store.Writer;

/** {@code GET /held}: what waits for a person to decide, oldest first, at most {@value #MOST}. */
public final class HeldLs implements AdminCommand {
    private static final int MOST = 200;

    private final Writer writer;

    public HeldLs(Writer writer) {
        this.writer = writer;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/held";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("held");
        long count = Waiting.on(writer.submit(tx -> {
            HeldReading reading = new HeldReading(tx.sql());
            Map<Integer, NodeNames.Named> names = NodeNames.read(tx.sql());
            for (Held held : reading.oldest(MOST)) {
                NodeNames.Named peer = names.get(held.log());
                list.add(shown(held, peer == null ? "" : peer.name()));
            }
            return reading.count();
        }));
        return answer.put("count", count);
    }

    private static ObjectNode shown(Held held, String peer) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id(held.digest().hex()))
                .put("digest", held.digest().text())
                .put("kind", held.record().head().kind().label())
                .put("revision", held.record().head().revision())
                .put("edit", held.shown().isPresent())
                .put("peer", peer)
                .put("node", held.record().head().node().did())
                .put("since", held.since().toString());
        held.author().map(Author::name).ifPresent(name -> json.put("author", name));
        if (held.record().body() instanceof Question question) {
            json.put("title", question.name());
        } else {
            held.thread().ifPresent(thread -> json.put("title", thread.title()));
        }
        if (held.record().body() instanceof Post post) {
            json.put("text", post.text());
        }
        return json;
    }

    /** The beginning of the digest, long enough to be the only one. */
    private static String id(String digest) {
        return digest.substring(0, 12);
    }
}
