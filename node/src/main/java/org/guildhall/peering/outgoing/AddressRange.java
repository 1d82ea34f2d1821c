package org.guildhall.peering.outgoing;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;

/** A range of IP addresses in CIDR form, such as {@code 127.0.0.0/8} or {@code fd00::/8}. */
public record AddressRange(byte[] prefix, int bits) {

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException unless the text is a numeric address, a slash and a number of bits that fits it
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = slash < 0 ? null : NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (prefix == null || !bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > prefix.length * 8) {
            throw new IllegalArgumentException("a range of addresses is written like 127.0.0.0/8, not " + text);
        }
        return new AddressRange(prefix, Integer.parseInt(bits));
    }

    /** Never true across families: an IPv4 range says nothing of IPv4 addresses that are wrapped in IPv6. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
            if (((bytes[bit / 8] ^ prefix[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that && bits == that.bits && Arrays.equals(prefix, that.prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }

    /** The text form. */
    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(prefix) + "/" + bits;
    }
}
