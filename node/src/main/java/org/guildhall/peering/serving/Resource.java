package org.guildhall.peering.serving;

import java.util.Optional;

/** What the protocol serves (OQX, chapters 03 §6, 06, 09 and 10). A test tries bad input on each. */
enum Resource {
    DISCOVERY("/.well-known/oqx"),
    CHECKPOINT("/oqx/log/checkpoint"),
    TAIL("/oqx/log/tail"),
    PAGE("/oqx/log/page/"),
    TILE("/oqx/log/tile/"),
    COSIGNED("/oqx/log/cosigned"),
    MIRROR("/oqx/mirror/"),
    ADD_CHECKPOINT("/oqx/witness/add-checkpoint"),
    WITNESSED("/oqx/witness/"),
    PEERING("/oqx/peering"),
    REPORT("/oqx/peering/report"),
    RECEIPT("/oqx/receipt");

    private final String path;

    Resource(String path) {
        this.path = path;
    }

    /** The path; of those that end in a slash, how it begins. */
    String path() {
        return path;
    }

    /** The resource at a path as it came, undecoded. */
    static Optional<Resource> at(String asked) {
        for (Resource resource : values()) {
            boolean found = resource.path.endsWith("/") ? asked.startsWith(resource.path) : asked.equals(resource.path);
            if (found) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }
}
