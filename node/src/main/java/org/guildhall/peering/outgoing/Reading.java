package org.guildhall.peering.outgoing;

import java.util.Map;

/** Reading from other nodes: one way out, and a place for tests to stand in it. */
public interface Reading {
    /**
     * Gets a resource.
     *
     * @param path path and query
     * @param headers besides those that every request has
     * @throws FetchFault saying what came instead of what was expected
     */
    Fetched get(Origin origin, String path, Map<String, String> headers, Expect expect)
            throws FetchFault, InterruptedException;
}
