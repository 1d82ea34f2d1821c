package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.guildhall.admission.Admission;
import org.guildhall.admission.TakingBack;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;

/**
 * {@code POST /members/HANDLE/erase}: takes a member back everywhere. Body: {@code posts}, whether what they wrote goes as well;
 * {@code dryRun}, which says how much it would be and changes nothing.
 */
public final class MemberErase implements AdminCommand {
    private final Admission admission;

    public MemberErase(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/members/:handle/erase";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("posts", "dryRun");
        String handle = call.path("handle");
        boolean posts = call.flag("posts");
        boolean dryRun = call.flag("dryRun");
        long count = Waiting.on(admission.publish(desk -> {
            Accounts accounts = new Accounts(desk.tx().sql());
            Account account = accounts.byHandle(handle).orElseThrow(() -> MemberRole.unknown(handle));
            if (account.role() == Role.ADMINISTRATOR && !account.disabled() && accounts.administrators() == 1) {
                throw new org.guildhall.admission.Refusal(
                        "last-administrator", handle + " is the only administrator; make another one first");
            }
            ObjectKey member = account.member();
            long written = desk.tx()
                    .sql()
                    .first("select count(*) from post where author = ? and erased = 0", row -> row.getLong(1), member)
                    .orElse(0L);
            if (!dryRun) {
                TakingBack.eraseMember(desk, member, posts);
            }
            return written;
        }));
        return JsonNodeFactory.instance
                .objectNode()
                .put("handle", handle)
                .put("posts", count)
                .put("postsErased", posts)
                .put("dryRun", dryRun);
    }
}
