package org.guildhall.site;

import java.util.Optional;
import org.guildhall.admission.Privilege;
import org.guildhall.store.Role;
import org.jspecify.annotations.Nullable;

/** Who may come to a page: whoever has a role, and the standing for what is done there. */
enum Access {
    ANYBODY(null, null),
    MEMBER(Role.MEMBER, null),
    SUGGEST(Role.MEMBER, Privilege.SUGGEST),
    CLOSE(Role.MEMBER, Privilege.CLOSE),
    QUEUE(Role.MEMBER, Privilege.MODERATE_QUEUE),
    MODERATOR(Role.MODERATOR, null),
    ADMINISTRATOR(Role.ADMINISTRATOR, null);

    private final @Nullable Role role;
    private final @Nullable Privilege privilege;

    Access(@Nullable Role role, @Nullable Privilege privilege) {
        this.role = role;
        this.privilege = privilege;
    }

    boolean allows(@Nullable Role visitor) {
        return role == null || (visitor != null && visitor.atLeast(role));
    }

    /** What the visitor's standing must suffice for. */
    Optional<Privilege> privilege() {
        return Optional.ofNullable(privilege);
    }
}
