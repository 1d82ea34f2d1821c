package org.guildhall.site.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Who counts as one visitor where attempts are limited: an IPv4 address, or the /64 that one IPv6 line is given. */
public final class Network {
    private static final int IPV6_PREFIX_BYTES = 8;

    private Network() {}

    /** {@code address}: an IP address as text; anything else stands for itself. */
    public static String of(String address) {
        // Only literals hold a colon, so no name is looked up.
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4
                    ? address
                    : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_PREFIX_BYTES)) + "/64";
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
