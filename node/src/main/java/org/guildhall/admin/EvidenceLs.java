package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.store.EvidenceTable;

/** {@code GET /evidence}: what is proven against other nodes, the newest first. */
public final class EvidenceLs implements AdminCommand {
    private final EvidenceTable table;

    public EvidenceLs(EvidenceTable table) {
        this.table = table;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/evidence";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode evidence = answer.putArray("evidence");
        for (EvidenceTable.Piece piece : table.all()) {
            ObjectNode item = evidence.addObject()
                    .put("node", piece.node().did())
                    .put("fingerprint", piece.node().fingerprint())
                    .put("found", piece.found().toString())
                    .put("about", piece.proof()[0] == 1 ? "checkpoints" : "node records")
                    .put("bytes", piece.proof().length);
            piece.name().ifPresent(name -> item.put("name", name));
            piece.toldBy().ifPresent(peer -> item.put("toldBy", peer.did()));
        }
        return answer;
    }
}
