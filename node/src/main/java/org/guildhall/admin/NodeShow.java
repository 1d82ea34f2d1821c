package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.record.NodeId;
import org.guildhall.store.LogQueries;

/** {@code GET /node}: our own Node record. */
public final class NodeShow implements AdminCommand {
    private final LogQueries queries;
    private final NodeId self;

    public NodeShow(LogQueries queries, NodeId self) {
        this.queries = queries;
        this.self = self;
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
    public ObjectNode run(Call call) {
        return OwnRecord.newest(queries.introductions(self)).json(self);
    }
}
