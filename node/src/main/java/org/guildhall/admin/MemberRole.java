package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;
import org.guildhall.store.Writer;

/** {@code PUT /members/HANDLE/role}: what a member may do here. Body: {@code role}. */
public final class MemberRole implements AdminCommand {
    private final Writer writer;

    public MemberRole(Writer writer) {
        this.writer = writer;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/members/:handle/role";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("role");
        String handle = call.path("handle");
        Role role = MemberCreate.role(Optional.of(call.text("role")));
        Waiting.on(writer.submit(tx -> {
            Accounts accounts = new Accounts(tx.sql());
            Account account = accounts.byHandle(handle).orElseThrow(() -> unknown(handle));
            boolean last = account.role() == Role.ADMINISTRATOR
                    && !account.disabled()
                    && role != Role.ADMINISTRATOR
                    && accounts.administrators() == 1;
            if (last) {
                throw new org.guildhall.admission.Refusal(
                        "last-administrator", handle + " is the only administrator; make another one first");
            }
            accounts.setRole(account.member(), role);
            return role;
        }));
        return JsonNodeFactory.instance.objectNode().put("handle", handle).put("role", role.label());
    }

    static org.guildhall.admission.Refusal unknown(String handle) {
        return new org.guildhall.admission.Refusal(
                "unknown-member", "there is no member " + handle + " with an account here; see `guildhall member ls`");
    }
}
