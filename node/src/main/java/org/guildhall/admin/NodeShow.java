package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.store.Writer;

/** {@code GET /node}: our own Node record. */
public final class NodeShow implements AdminCommand {
    private final Writer writer;

    public NodeShow(Writer writer) {
        this.writer = writer;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/node";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        return Waiting.on(writer.submit(tx -> OwnRecord.read(tx.sql(), tx.selfId())))
                .json(writer.selfId());
    }
}
