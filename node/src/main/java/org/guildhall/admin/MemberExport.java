package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.MemberArchive;
import org.guildhall.store.Writer;

/** {@code GET /members/HANDLE/export}: all that this node knows of a member, a ZIP in base64. */
public final class MemberExport implements AdminCommand {
    private final Writer writer;

    public MemberExport(Writer writer) {
        this.writer = writer;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/members/:handle/export";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        String handle = call.path("handle");
        byte[] archive = Waiting.on(writer.submit(tx -> {
            Account account = new Accounts(tx.sql()).byHandle(handle).orElseThrow(() -> MemberRole.unknown(handle));
            ObjectKey member = account.member();
            return new MemberArchive(tx.sql(), member).bytes().orElseThrow(() -> MemberRole.unknown(handle));
        }));
        return JsonNodeFactory.instance
                .objectNode()
                .put("handle", handle)
                .put("zip", Base64.getEncoder().encodeToString(archive));
    }
}
