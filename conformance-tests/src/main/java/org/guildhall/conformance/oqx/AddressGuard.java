package org.guildhall.conformance.oqx;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Which IP addresses a node may connect to because somebody else named them: OQX-PEE-051. */
public final class AddressGuard {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final List<String> REFUSED = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");
    private static final byte[] MAPPED = Bytes.unhex("00000000000000000000ffff");
    private static final byte[] NAT64 = Bytes.unhex("0064ff9b0000000000000000");

    private AddressGuard() {}

    /** Refuses an address, given as a literal, with {@code node-address}. */
    public static void check(String literal) throws Fault {
        byte[] address = parse(literal);
        if (address.length == 16 && (startsWith(address, MAPPED) || startsWith(address, NAT64))) {
            address = Arrays.copyOfRange(address, 12, 16);
        }
        boolean global = address.length == 4 || (address[0] & 0xe0) == 0x20;
        for (String range : REFUSED) {
            global &= !isIn(address, range);
        }
        if (!global) {
            throw new Fault("node-address", literal + " is no global unicast address");
        }
    }

    private static boolean isIn(byte[] address, String range) throws Fault {
        int slash = range.indexOf('/');
        byte[] prefix = parse(range.substring(0, slash));
        if (prefix.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < Integer.parseInt(range.substring(slash + 1)); bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((prefix[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] address, byte[] prefix) {
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The 4 or 16 bytes; a mapped address may come as 4. Names are not looked up. */
    private static byte[] parse(String literal) throws Fault {
        try {
            if (LITERAL.matcher(literal).matches()) {
                return InetAddress.getByName(literal).getAddress();
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new Fault("malformed", "not an IP address: " + literal);
    }
}
