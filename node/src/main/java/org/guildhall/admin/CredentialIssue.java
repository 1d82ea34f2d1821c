package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.credential.Credential;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Accounts;
import org.guildhall.store.Database;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Sql;

/**
 * {@code POST /members/HANDLE/credential}: what a member takes along. Body: {@code answer}, its address or key, or {@code topic}, a
 * tag or {@code *} for all topics together. Answer: {@code credential}, the file's text, and its {@code size} in bytes.
 */
public final class CredentialIssue implements AdminCommand {
    private final CredentialDesk desk;
    private final Database database;

    public CredentialIssue(CredentialDesk desk, Database database) {
        this.desk = desk;
        this.database = database;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/members/:handle/credential";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("answer", "topic");
        String handle = call.path("handle");
        Optional<String> answer = call.optionalText("answer");
        Optional<String> topic = call.optionalText("topic");
        if (answer.isPresent() == topic.isPresent()) {
            throw Refusal.badRequest("name an answer, or a topic");
        }
        try {
            ObjectKey member = member(handle);
            Credential credential = answer.isPresent()
                    ? desk.forAnswer(member, MeantPost.of(answer.get()))
                    : desk.forStanding(member, topic.filter(tag -> !tag.equals("*")));
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("handle", handle)
                    .put("size", credential.bytes().length)
                    .put("credential", new String(credential.bytes(), StandardCharsets.UTF_8));
        } catch (org.guildhall.admission.Refusal e) {
            throw new Refusal(409, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private ObjectKey member(String handle) throws org.guildhall.admission.Refusal {
        try (Connection connection = database.reads().getConnection()) {
            return new Accounts(new Sql(connection))
                    .byHandle(handle)
                    .orElseThrow(() -> MemberRole.unknown(handle))
                    .member();
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }
}
