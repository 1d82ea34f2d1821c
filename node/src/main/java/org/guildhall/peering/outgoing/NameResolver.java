package org.guildhall.peering.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into addresses. May block; is asked anew for every request, and never between vetting and connecting. */
@FunctionalInterface
public interface NameResolver {
    List<InetAddress> resolve(String name) throws UnknownHostException;

    /** As this machine is configured. */
    static NameResolver ofSystem() {
        return name -> List.of(InetAddress.getAllByName(name));
    }
}
