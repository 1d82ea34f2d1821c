package org.guildhall.record;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Addresses in records are http or https with a host, nothing else: a reader may turn them into links. */
final class WebAddress {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}\\]");
    private static final int LONGEST_HOST = 253;

    private WebAddress() {}

    /** A node's base address in its one spelling (OQX-REC-050): scheme, host, and a port that is not the scheme's own. */
    static String checkBase(String name, String address) throws RecordFault {
        boolean secure = address.startsWith("https://");
        if (secure || address.startsWith("http://")) {
            String authority = address.substring(secure ? 8 : 7);
            int colon = authority.indexOf(':', authority.indexOf(']') + 1);
            String host = colon < 0 ? authority : authority.substring(0, colon);
            if (isHost(host) && (colon < 0 || isPort(authority.substring(colon + 1), secure ? 443 : 80))) {
                return address;
            }
        }
        throw RecordFault.malformed(
                "an address in " + name + " is http or https, a host in lower case and perhaps a port");
    }

    private static boolean isHost(String host) {
        if (IPV6.matcher(host).matches() || IPV4.matcher(host).matches()) {
            return true;
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        // A name that ends in a number is read as an address in octal or hexadecimal by some.
        return host.length() <= LONGEST_HOST
                && !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    private static boolean isPort(String port, int ofScheme) {
        return port.matches("[1-9][0-9]{0,4}")
                && Integer.parseInt(port) <= 65_535
                && Integer.parseInt(port) != ofScheme;
    }

    static String check(String name, String address) throws RecordFault {
        try {
            URI uri = new URI(address);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean ascii = address.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (web && ascii && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw RecordFault.malformed(name + " must be an http or https address");
    }
}
