package org.guildhall.site;

import org.guildhall.store.Role;
import org.jspecify.annotations.Nullable;

/** Who may come to a page. */
enum Access {
    ANYBODY(null),
    MEMBER(Role.MEMBER),
    MODERATOR(Role.MODERATOR),
    ADMINISTRATOR(Role.ADMINISTRATOR);

    private final @Nullable Role role;

    Access(@Nullable Role role) {
        this.role = role;
    }

    boolean allows(@Nullable Role visitor) {
        return role == null || (visitor != null && visitor.atLeast(role));
    }
}
