package org.guildhall.peering.outgoing;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares media types exactly (A04): what is nearly the right type is not the right type. */
public final class MediaTypes {
    private MediaTypes() {}

    /**
     * Whether there is exactly one content-type, it is {@code wanted}, and has no parameter but {@code charset=utf-8}.
     *
     * @param wanted in lower case, without parameters
     */
    public static boolean is(String wanted, MultiMap headers) {
        List<String> types = headers.getAll("content-type");
        if (types.size() != 1) {
            return false;
        }
        String[] parts = types.get(0).toLowerCase(Locale.ROOT).split(";", 3);
        return parts[0].strip().equals(wanted)
                && (parts.length == 1 || (parts.length == 2 && parts[1].strip().matches("charset=\"?utf-8\"?")));
    }

    /** Somebody else's header as it may stand in a message. */
    static String shown(@Nullable String header) {
        if (header == null) {
            return "without a type";
        }
        String plain = header.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
    }
}
