package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import org.guildhall.signing.PasswordHash;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Writer;

/** {@code POST /members/HANDLE/password}: sets a password and ends the member's sessions. Body: {@code password}. */
public final class MemberResetPassword implements AdminCommand {
    private final Writer writer;
    private final SecureRandom random;

    public MemberResetPassword(Writer writer, SecureRandom random) {
        this.writer = writer;
        this.random = random;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/members/:handle/password";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("password");
        String handle = call.path("handle");
        String hash = new PasswordHash(random).hash(MemberCreate.password(call));
        Waiting.on(writer.submit(tx -> {
            Accounts accounts = new Accounts(tx.sql());
            Account account = accounts.byHandle(handle).orElseThrow(() -> MemberRole.unknown(handle));
            accounts.setPassword(account.member(), hash);
            // Whoever knew the old one is out.
            tx.sql().update("delete from session where member = ?", account.member());
            return account.handle();
        }));
        return JsonNodeFactory.instance.objectNode().put("handle", handle);
    }
}
