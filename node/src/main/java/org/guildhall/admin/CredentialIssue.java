package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.credential.Credential;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Accounts;
import org.guildhall.store.Writer;

/**
 * {@code POST /members/HANDLE/credential}: what a member takes along. Body: {@code answer}, its address or key, or {@code topic}, a
 * tag or {@code *} for all topics together. Answer: {@code credential}, the file's text, and its {@code size} in bytes.
 */
public final class CredentialIssue implements AdminCommand {
    private final CredentialDesk desk;
    private final Writer writer;

    public CredentialIssue(CredentialDesk desk, Writer writer) {
        this.desk = desk;
        this.writer = writer;
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
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("answer", "topic");
        String handle = call.path("handle");
        Optional<String> answer = call.optionalText("answer");
        Optional<String> topic = call.optionalText("topic");
        if (answer.isPresent() == topic.isPresent()) {
            throw Refusal.badRequest("name an answer, or a topic");
        }
        ObjectKey member = Waiting.on(writer.submit(tx -> new Accounts(tx.sql())
                .byHandle(handle)
                .orElseThrow(() -> MemberRole.unknown(handle))
                .member()));
        try {
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
}
