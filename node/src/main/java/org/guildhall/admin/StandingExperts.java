package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.Standings;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tag;
import org.guildhall.store.Author;
import org.guildhall.store.Database;
import org.guildhall.store.MemberReading;
import org.guildhall.store.NodeNames;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Sql;

/** {@code POST /standing/experts}: who has most points of others than their own node in a topic, at most {@value #MOST}. */
public final class StandingExperts implements AdminCommand {
    private static final int MOST = 20;

    private final Database database;
    private final NodeId self;
    private final Clock clock;

    public StandingExperts(Database database, NodeId self, Clock clock) {
        this.database = database;
        this.self = self;
        this.clock = clock;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/standing/experts";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("topic");
        String topic = call.text("topic");
        if (!Tag.isTag(topic)) {
            throw Refusal.badRequest("\"" + topic + "\" is no topic; a topic has small letters, digits, + . # -");
        }
        Instant now = clock.instant();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("topic", topic).put("at", now.toString());
        try (Connection connection = database.reads().getConnection()) {
            list(answer.putArray("members"), new Sql(connection), topic, now);
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
        return answer;
    }

    private void list(ArrayNode members, Sql sql, String topic, Instant now) throws SQLException {
        List<Standings.Ranked> most = new Standings(sql, self, now).most(topic, MOST);
        List<ObjectKey> keys = most.stream().map(one -> one.member().key()).toList();
        Map<ObjectKey, Author> people = new MemberReading(sql).people(keys);
        Map<NodeId, String> nodes = NodeNames.byId(NodeNames.read(sql));
        for (Standings.Ranked one : most) {
            Author person = people.get(one.member().key());
            if (person != null) {
                NodeId node = one.member().node();
                members.addObject()
                        .put("node", node.did())
                        .put("nodeName", nodes.getOrDefault(node, ""))
                        .put("id", one.member().id().toString())
                        .put("key", one.member().key().text())
                        .put("name", person.name())
                        .put("peers", one.standing().peers())
                        .put("home", one.standing().home());
            }
        }
    }
}
