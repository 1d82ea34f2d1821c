package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.record.Attestation;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.store.Author;
import org.guildhall.store.HeldQueries;
import org.guildhall.store.HeldReading.Held;
import org.guildhall.store.NodeNames;

/** {@code GET /held}: what waits for a person to decide, oldest first, at most {@value #MOST}. */
public final class HeldLs implements AdminCommand {
    private static final int MOST = 200;

    private final HeldQueries held;

    public HeldLs(HeldQueries held) {
        this.held = held;
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
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("held");
        HeldQueries.Queue queue = held.queue(MOST);
        for (Held one : queue.oldest()) {
            NodeNames.Named peer = queue.names().get(one.log());
            list.add(shown(one, peer == null ? "" : peer.name()));
        }
        return answer.put("count", queue.count());
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
        } else if (held.record().body() instanceof Attestation said) {
            json.put(
                            "about",
                            held.about()
                                    .map(Author::name)
                                    .orElse(said.about().id().toString()))
                    .put("text", text(said.claim()));
        }
        return json;
    }

    private static String text(Attestation.Claim claim) {
        if (claim instanceof Attestation.Role role) {
            return "role " + role.name()
                    + role.organization().map(name -> ", " + name).orElse("");
        }
        Attestation.Standing standing = (Attestation.Standing) claim;
        return "standing"
                + standing.topic().map(topic -> " in " + topic).orElse("") + ", quarters: "
                + standing.periods().size();
    }

    /** The beginning of the digest, long enough to be the only one. */
    private static String id(String digest) {
        return digest.substring(0, 12);
    }
}
