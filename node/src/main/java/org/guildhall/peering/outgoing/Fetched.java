package org.guildhall.peering.outgoing;

import java.net.InetAddress;

/**
 * A complete answer with status 200 and the expected media type.
 *
 * @param body decompressed
 * @param transferred bytes of the body as they crossed the network
 * @param server the vetted address that answered
 */
public record Fetched(byte[] body, int transferred, InetAddress server) {}
