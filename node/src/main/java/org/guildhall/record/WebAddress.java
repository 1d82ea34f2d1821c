package org.guildhall.record;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses in records are http or https with a host, nothing else: a reader may turn them into links. */
final class WebAddress {
    private WebAddress() {}

    static String check(String name, String address) throws RecordFault {
        try {
            URI uri = new URI(address);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw RecordFault.malformed(name + " must be an http or https address");
    }
}
