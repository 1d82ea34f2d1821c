package org.guildhall.site.markdown;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a link really leads (A33). A link is allowed when it is an absolute http, https or mailto address; a link whose
 * text names another host than its address, or whose address hides its host behind a user name, shows the real one.
 */
final class HonestLink {

    /** A host at the start of a text, with or without scheme and user part; linear: no group repeats over another's characters. */
    private static final Pattern NAMED_HOST = Pattern.compile(
            "^(?:[a-z][a-z0-9+]{1,9}:/{0,3})?((?:[\\p{L}\\p{N}-]{1,63}[.\u3002\uff0e\uff61]){1,8}\\p{L}[\\p{L}\\p{N}-]{1,62})\\.?(?=$|[/:?#\\s,;)])",
            Pattern.CASE_INSENSITIVE);

    private HonestLink() {}

    /** The address as it may stand in an {@code href}, or empty when it leads nowhere we allow. */
    static Optional<String> allowed(String address) {
        if (address.length() > 2048 || address.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\')) {
            return Optional.empty();
        }
        String lower = address.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            return address.length() > 7 ? Optional.of(address) : Optional.empty();
        }
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.empty();
        }
        return host(address) == null ? Optional.empty() : Optional.of(address);
    }

    /** The host to show after the link's text, or empty when the text does not mislead. */
    static Optional<String> realHost(String address, String shownText) {
        String host = host(address);
        if (host == null) {
            return Optional.empty();
        }
        String text = shownText.strip();
        Matcher named = NAMED_HOST.matcher(text.length() > 300 ? text.substring(0, 300) : text);
        boolean otherHost = named.find() && !sameSite(ascii(named.group(1)), host);
        boolean hasUser = authority(address).indexOf('@') >= 0;
        return otherHost || hasUser ? Optional.of(host) : Optional.empty();
    }

    /** The host in its ASCII form, lower case, without port; null when there is none that can be read. */
    static @Nullable String host(String address) {
        String authority = authority(address);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.endsWith("]") ? -1 : host.lastIndexOf(':');
        if (port >= 0) {
            host = host.substring(0, port);
        }
        String ascii = ascii(host);
        try {
            return ascii.isEmpty() || new URI("http://" + ascii + "/").getHost() == null ? null : ascii;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String authority(String address) {
        int start = address.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = start + 3;
        while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        return address.substring(start + 3, end);
    }

    private static String ascii(String host) {
        String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return IDN.toASCII(trimmed, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean sameSite(String shown, String real) {
        return shown.equals(real) || ("www." + shown).equals(real) || shown.equals("www." + real);
    }
}
