package org.guildhall.admin.setup;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of IP addresses in CIDR form, {@code 10.0.0.0/8} or {@code fd00::/8}; one address alone is a range of one. */
public record IpRange(String text, byte[] network, int bits) {

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException saying what is expected, so that it can follow the name of a field
     */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = literal(address);
        int bits = network.length * 8;
        if (slash >= 0) {
            String prefix = text.substring(slash + 1);
            if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
                throw expected();
            }
            bits = Integer.parseInt(prefix);
        }
        for (int bit = bits; bit < network.length * 8; bit++) {
            if ((network[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException("must be a range whose address has no bits beyond its prefix");
            }
        }
        return new IpRange(text, network, bits);
    }

    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((other[bit / 8] ^ network[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] literal(String address) {
        // Only literals: a name would be looked up, and the answer could change.
        if (!address.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw expected();
        }
        if (address.indexOf(':') < 0 && !address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw expected();
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw expected();
        }
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException("must be an IP range such as 10.0.0.0/8 or fd00::/8");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpRange that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
