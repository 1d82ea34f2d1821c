package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Attestation;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.AttestationReading;
import org.guildhall.store.AttestationReading.Said;
import org.guildhall.store.Database;
import org.guildhall.store.LogQueries;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Sql;

/**
 * {@code POST /attestations/ls}: what nodes say of members, at most {@value #MOST}. Body: {@code member}, as people name one, and
 * {@code issuer}, a node's id or {@code self}; both optional.
 */
public final class AttestationLs implements AdminCommand {
    private static final int MOST = 500;

    private final Database database;
    private final NodeId self;

    public AttestationLs(Database database, NodeId self) {
        this.database = database;
        this.self = self;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/attestations/ls";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("member", "issuer");
        Optional<String> member = call.optionalText("member");
        Optional<NodeId> issuer = issuer(call);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode array = answer.putArray("attestations");
        for (Said said : list(member, issuer)) {
            ObjectNode json = shown(said.attestation())
                    .put("issuer", said.issuer().did())
                    .put("issuerName", said.issuerName())
                    .put("at", said.record().head().dateCreated().toString())
                    .put("revision", said.record().head().revision())
                    .put("digest", said.record().payload().digest().text());
            said.handle().ifPresent(handle -> json.put("handle", handle));
            array.add(json);
        }
        return answer;
    }

    private List<Said> list(Optional<String> member, Optional<NodeId> issuer) throws Refusal {
        Optional<Integer> by = issuer.flatMap(new LogQueries(database)::number);
        try (Connection connection = database.reads().getConnection()) {
            Sql sql = new Sql(connection);
            Optional<ObjectKey> about = member.isPresent()
                    ? Optional.of(MeantMember.of(sql, self, member.get()).id().key())
                    : Optional.empty();
            // Nobody has heard of this issuer.
            return issuer.isPresent() && by.isEmpty() ? List.of() : new AttestationReading(sql).list(by, about, MOST);
        } catch (org.guildhall.admission.Refusal e) {
            throw new Refusal(409, e.code(), String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }

    private Optional<NodeId> issuer(Call call) throws Refusal {
        Optional<String> text = call.optionalText("issuer");
        try {
            return text.map(id -> id.equals("self") ? self : new NodeId(id));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"issuer\" is a node's id, did:key:…, or self");
        }
    }

    /** What is said, as the record has it, with the sums of all periods. */
    static ObjectNode shown(Attestation said) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        said.write(json);
        if (said.claim() instanceof Attestation.Standing standing) {
            json.put(
                            "answers",
                            standing.periods().stream()
                                    .mapToLong(Attestation.Period::answers)
                                    .sum())
                    .put(
                            "accepted",
                            standing.periods().stream()
                                    .mapToLong(Attestation.Period::accepted)
                                    .sum())
                    .put(
                            "up",
                            standing.periods().stream()
                                    .mapToLong(Attestation.Period::up)
                                    .sum())
                    .put(
                            "down",
                            standing.periods().stream()
                                    .mapToLong(Attestation.Period::down)
                                    .sum());
        }
        return json;
    }
}
