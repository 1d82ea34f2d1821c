package org.guildhall;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import org.guildhall.peering.outgoing.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * The address that stands for whoever sent a request: the connection's, or what a proxy we trust says of it. Read from the
 * right, because everybody may write what stands further left.
 */
record ClientAddress(List<AddressRange> trustedProxies) implements Function<HttpServerRequest, String> {
    private static final int MOST_HOPS = 16;

    @Override
    public String apply(HttpServerRequest request) {
        SocketAddress connection = request.remoteAddress();
        String peer = connection == null || connection.hostAddress() == null ? "unknown" : connection.hostAddress();
        return of(peer, request.headers().getAll("X-Forwarded-For"));
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
