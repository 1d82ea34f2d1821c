package org.guildhall.peering.outgoing;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says which addresses this node may connect to (A19): global unicast, and the ranges that the administrator named. What a
 * peer advertises must not make us talk to the machines around us.
 */
public final class AddressGuard {
    /** Not for the public internet (IANA special-purpose registries, RFC 6890), and what clouds answer metadata on. */
    private static final List<AddressRange> REFUSED = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8",
            "168.63.129.16/32", // metadata and host services of a large cloud, in public space
            "169.254.0.0/16", // link-local, metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarks
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4 carries any IPv4 address inside
            "3fff::/20"); // documentation

    /** All other IPv6 space is something else: ::, ::1, mapped, NAT64, unique local, link-local, multicast, reserved. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private final List<AddressRange> allowed;

    /** @param allowed ranges that may be connected to although they are not public; empty on a public node */
    public AddressGuard(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether a connection to this address and port may be opened. */
    public boolean permits(InetAddress address, int port) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return true;
        }
        // Below 1024 live the services of a machine (mail, shell, files) that HTTP requests have been used to talk to.
        boolean web = port == 80 || port == 443 || port >= 1024;
        boolean global = address.getAddress().length == 4 || GLOBAL_IPV6.contains(address);
        return web && global && REFUSED.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
