package org.guildhall.peering.outgoing;

import java.time.Duration;

/**
 * What an answer may be at most.
 *
 * @param mediaType the one type that is accepted, such as {@code application/vnd.oqx.frames}
 * @param bytes the largest body, after decompression
 * @param deadline from the call to the last byte, name resolution included
 */
public record Expect(String mediaType, int bytes, Duration deadline) {}
