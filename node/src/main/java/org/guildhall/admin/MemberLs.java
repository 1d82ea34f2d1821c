package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.store.Census;

/** {@code GET /members}: the members with an account here. */
public final class MemberLs implements AdminCommand {
    private final Census census;

    public MemberLs(Census census) {
        this.census = census;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/members";
    }

    @Override
    public ObjectNode run(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode members = answer.putArray("members");
        for (Census.Member member : census.members()) {
            ObjectNode item = members.addObject()
                    .put("handle", member.handle())
                    .put("name", member.name())
                    .put("role", member.role().label())
                    .put("disabled", member.disabled())
                    .put("since", member.createdAt().toString());
            member.affiliation().ifPresent(affiliation -> item.put("affiliation", affiliation));
        }
        return answer;
    }
}
