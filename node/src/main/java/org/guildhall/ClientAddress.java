package org.guildhall;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.guildhall.peering.outgoing.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * What stands for whoever sent a request where requests are counted: the address of the connection, or what a proxy we trust
 * says of it, read from the right, because everybody may write what stands further left. Of an IPv6 address it is the /64,
 * which is what one household or machine is given.
 */
record ClientAddress(List<AddressRange> trustedProxies) implements Function<HttpServerRequest, String> {
    private static final int MOST_HOPS = 16;
    private static final int IPV6_PREFIX_BYTES = 8;

    @Override
    public String apply(HttpServerRequest request) {
        SocketAddress connection = request.remoteAddress();
        String peer = connection == null || connection.hostAddress() == null ? "unknown" : connection.hostAddress();
        return visitor(of(peer, request.headers().getAll("X-Forwarded-For")));
    }

    static String visitor(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length == 4
                ? address
                : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_PREFIX_BYTES)) + "/64";
    }

    String of(String connection, List<String> forwardedFor) {
        String client = connection;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS) && isTrusted(client); i--) {
            String said = hops[i].strip();
            if (parse(said) == null) {
                return client;
            }
            client = said;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = parse(address);
        return parsed != null && trustedProxies.stream().anyMatch(range -> range.contains(parsed));
    }

    private static @Nullable InetAddress parse(String literal) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
