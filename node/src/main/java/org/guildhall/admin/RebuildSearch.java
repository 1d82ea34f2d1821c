package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicLong;
import org.guildhall.search.SearchIndex;

/** {@code POST /search/rebuild}: makes the search index again from the store. Progress: {@code threads}. */
public final class RebuildSearch implements AdminCommand {
    private final SearchIndex search;

    public RebuildSearch(SearchIndex search) {
        this.search = search;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/search/rebuild";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only();
        AtomicLong threads = new AtomicLong();
        Waiting.on(search.rebuild(read -> {
            threads.set(read);
            call.progress().accept(JsonNodeFactory.instance.objectNode().put("threads", read));
        }));
        return JsonNodeFactory.instance.objectNode().put("threads", threads.get());
    }
}
