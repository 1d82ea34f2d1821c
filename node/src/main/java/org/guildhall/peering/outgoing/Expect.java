package org.guildhall.peering.outgoing;

import java.time.Duration;

/**
 * What an answer may be at most.
 *
 * @param mediaType the one type that is accepted, such as {@code application/vnd.oqx.frames}
 * @param bytes the largest body, after decompression
 * @param silence until the answer begins: a connection that died on the way says nothing for much longer
 * @param deadline from the call to the last byte, name resolution included
 */
public record Expect(String mediaType, int bytes, Duration silence, Duration deadline) {

    /** For what is answered as fast as it can be: it may begin and end within the deadline as it likes. */
    public Expect(String mediaType, int bytes, Duration deadline) {
        this(mediaType, bytes, deadline, deadline);
    }
}
