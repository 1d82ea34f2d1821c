package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/** Which colours a reader wants: those of the system, or always one of the two. */
public enum Theme {
    SYSTEM("system"),
    LIGHT("light"),
    DARK("dark");

    private final String code;

    Theme(String code) {
        this.code = code;
    }

    /** The value in the cookie and in forms. */
    public String code() {
        return code;
    }

    /** The page's {@code data-theme} attribute; none lets the system decide. */
    public @Nullable String attribute() {
        return this == SYSTEM ? null : code;
    }

    /** The theme of a cookie's value; anything unknown is the system's. */
    public static Theme of(@Nullable String code) {
        for (Theme theme : values()) {
            if (theme.code.equals(code)) {
                return theme;
            }
        }
        return SYSTEM;
    }
}
