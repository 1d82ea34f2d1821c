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
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tag;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Explanation;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;
import org.guildhall.store.Database;
import org.guildhall.store.MemberNames.Person;
import org.guildhall.store.NodeNames;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Sql;
import org.guildhall.store.StandingReading;
import org.guildhall.store.StandingReading.Answered;

/**
 * {@code POST /standing/explain} with {@code member} and perhaps {@code topic}: what the member's answers are worth to this node,
 * down to the records (spec, OQX-STA-050).
 */
public final class StandingExplain implements AdminCommand {
    private final Database database;
    private final NodeId self;
    private final Clock clock;

    public StandingExplain(Database database, NodeId self, Clock clock) {
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
        return "/standing/explain";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("member", "topic");
        String topic = call.optionalText("topic").orElse(Fact.ALL_TOPICS);
        if (!topic.isEmpty() && !Tag.isTag(topic)) {
            throw Refusal.badRequest("\"" + topic + "\" is no topic; a topic has small letters, digits, + . # -");
        }
        String member = call.text("member");
        Instant now = clock.instant();
        try (Connection connection = database.reads().getConnection()) {
            Sql sql = new Sql(connection);
            Person person = MeantMember.of(sql, self, member);
            Explanation explanation = new Standings(sql, self, now)
                    .explain(person.id().key(), topic)
                    .orElseThrow();
            return new Document(explanation, sql).of(person, topic, now);
        } catch (org.guildhall.admission.Refusal e) {
            throw new Refusal(404, e.code(), String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }

    /** The explanation with the names of what it speaks of. */
    private static final class Document {
        private final Explanation explanation;
        private final Map<NodeId, String> names;
        private final Map<ObjectKey, Answered> answered;

        Document(Explanation explanation, Sql sql) throws SQLException {
            this.explanation = explanation;
            this.names = NodeNames.byId(NodeNames.read(sql));
            this.answered = new StandingReading(sql).answered(explanation.answers());
        }

        ObjectNode of(Person person, String topic, Instant now) {
            Standing standing = explanation.standing();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("member", id(person.id()).put("handle", person.handle()).put("name", person.name()));
            json.put("topic", topic)
                    .put("at", now.toString())
                    .put("peers", standing.peers())
                    .put("home", standing.home());
            ArrayNode groups = json.putArray("groups");
            for (Standing.Share share : standing.shares()) {
                ObjectNode group = node(groups.addObject(), share.group());
                share.weight().ifPresent(weight -> group.put("weight", weight));
                share.cap().ifPresent(cap -> group.put("cap", cap));
                group.put("total", share.total()).put("part", share.part()).put("gives", share.gives());
                facts(group.putArray("facts"), explanation.groups().getOrDefault(share.group(), List.of()));
            }
            facts(json.putArray("homeFacts"), explanation.home());
            return json;
        }

        private void facts(ArrayNode array, List<Explanation.Line> lines) {
            for (Explanation.Line line : lines) {
                Fact fact = line.fact();
                ObjectNode json = node(array.addObject(), fact.issuer());
                json.set("record", id(fact.record()));
                if (fact.basis() instanceof Basis.Attested attested) {
                    json.put("kind", "attestation")
                            .put("quarter", attested.quarter())
                            .put("answers", attested.answers())
                            .put("accepted", attested.accepted())
                            .put("up", attested.up())
                            .put("down", attested.down());
                } else if (fact.basis() instanceof Basis.Votes votes) {
                    json.put("kind", "votes").put("up", votes.up()).put("down", votes.down());
                } else {
                    json.put("kind", "acceptance");
                }
                fact.basis().onAnswer().ifPresent(answer -> {
                    json.set("answer", id(answer));
                    Answered where = answered.get(answer.key());
                    if (where != null) {
                        json.put("title", where.title());
                    }
                });
                json.put("points", fact.points())
                        .put("permille", line.permille())
                        .put("thousandths", line.thousandths());
            }
        }

        private ObjectNode node(ObjectNode json, NodeId node) {
            return json.put("node", node.did()).put("name", names.getOrDefault(node, ""));
        }

        private static ObjectNode id(ObjectId id) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("node", id.node().did())
                    .put("id", id.id().toString())
                    .put("key", id.key().text());
        }
    }
}
