package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Optional;
import org.guildhall.admin.setup.Newcomer;
import org.guildhall.admission.Admission;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;

/**
 * {@code POST /members}: makes a member with an account. Body: {@code handle}, {@code password}; optional {@code name},
 * {@code affiliation} and {@code role}.
 */
public final class MemberCreate implements AdminCommand {
    private final Admission admission;
    private final SecureRandom random;

    public MemberCreate(Admission admission, SecureRandom random) {
        this.admission = admission;
        this.random = random;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/members";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("handle", "password", "name", "affiliation", "role");
        String handle = call.text("handle");
        if (!MemberProfile.isHandle(handle)) {
            throw Refusal.badRequest(
                    "a handle has 1 to 40 of a to z, 0 to 9 and . _ - and begins with a letter or digit");
        }
        Newcomer newcomer = Newcomer.of(
                handle,
                call.optionalText("name").orElse(handle),
                call.optionalText("affiliation"),
                password(call),
                role(call.optionalText("role")),
                random);
        ObjectId member = Waiting.on(admission.publish(newcomer::join));
        return JsonNodeFactory.instance
                .objectNode()
                .put("handle", handle)
                .put("id", member.id().toString())
                .put("role", newcomer.role().label());
    }

    static String password(Call call) throws Refusal {
        String password = call.text("password");
        String fault = Newcomer.faultOfPassword(password);
        if (!fault.isEmpty()) {
            throw Refusal.badRequest(fault);
        }
        return password;
    }

    static Role role(Optional<String> label) throws Refusal {
        try {
            return label.map(Role::ofLabel).orElse(Role.MEMBER);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("a role is member, moderator or administrator");
        }
    }
}
