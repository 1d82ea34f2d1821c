package org.guildhall.peering.outgoing;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a node is reached: scheme, host and port, in the one spelling that may be compared (A35). Hosts are lower case and in
 * ASCII (A-labels), without a dot at the end; IPv6 addresses stand in brackets in their shortest form.
 */
public record Origin(String scheme, String host, int port) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final int LONGEST_HOST = 253;
    /** Letters that IDNA 2003 and IDNA 2008 turn into different names: ß, ς, and the invisible joiners. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    /**
     * Reads what a person may have typed: any case, a non-ASCII host, a slash at the end.
     *
     * @throws IllegalArgumentException in words, unless the text is http or https, a host and perhaps a port, nothing more
     */
    public static Origin parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String scheme = lower.startsWith("https://") ? "https" : lower.startsWith("http://") ? "http" : "";
        if (scheme.isEmpty()) {
            throw new IllegalArgumentException("an address begins with https:// or http://, not " + shown(text));
        }
        String authority = text.substring(scheme.length() + 3);
        if (authority.endsWith("/")) {
            authority = authority.substring(0, authority.length() - 1);
        }
        if (authority.chars().anyMatch(c -> c <= ' ' || "/?#@\\%".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("an address is scheme, host and port only, not " + shown(text));
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority.substring(colon + 1)) : defaultPort(scheme);
        return new Origin(scheme, host.startsWith("[") ? bracketed(host) : named(host), port);
    }

    /** Whether the text is the one spelling of an origin, as addresses in records must be. */
    public static boolean isCanonical(String text) {
        try {
            return parse(text).text().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Scheme, host and, unless it is the default, port: no slash at the end. */
    public String text() {
        return scheme + "://" + authority();
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    private String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** The host as a resolver wants it: without brackets. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host is an address itself, so that nothing has to be resolved. */
    boolean isNumeric() {
        return host.startsWith("[") || DOTTED.matcher(host).matches();
    }

    @Override
    public String toString() {
        return text();
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static int port(String text) {
        int port = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty()
                ? Integer.parseInt(text)
                : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + shown(text));
        }
        return port;
    }

    private static String named(String typed) {
        String host = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
        if (AMBIGUOUS.matcher(host).find()) {
            throw new IllegalArgumentException(
                    "write this host in its ASCII form (xn--…), its letters are read in two ways: " + shown(typed));
        }
        try {
            host = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host: " + shown(typed), e);
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("not a host: " + shown(typed));
            }
        }
        if (host.length() > LONGEST_HOST) {
            throw new IllegalArgumentException("a host has at most " + LONGEST_HOST + " characters");
        }
        // Where a name ends in a number, some read it as an address in octal or hexadecimal: only the plain form
        // passes.
        if (NUMBER.matcher(labels[labels.length - 1]).matches()
                && !(DOTTED.matcher(host).matches() && NetUtil.isValidIpV4Address(host))) {
            throw new IllegalArgumentException("not an IPv4 address in its plain form: " + shown(typed));
        }
        return host;
    }

    private static String bracketed(String typed) {
        String inside = typed.endsWith("]") ? typed.substring(1, typed.length() - 1) : "";
        if (!NetUtil.isValidIpV6Address(inside)) {
            throw new IllegalArgumentException("not an IPv6 address: " + shown(typed));
        }
        try {
            InetAddress address = InetAddress.getByName(inside);
            if (address instanceof Inet6Address v6) {
                return "[" + NetUtil.toAddressString(v6) + "]";
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv6 address: " + shown(typed), e);
        }
        throw new IllegalArgumentException("an IPv4 address is written without brackets, not " + shown(typed));
    }

    /** What somebody else wrote goes into messages short and without control characters. */
    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (plain.length() > 100 ? plain.substring(0, 100) + "…" : plain) + '"';
    }
}
