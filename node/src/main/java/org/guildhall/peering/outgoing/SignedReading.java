package org.guildhall.peering.outgoing;

import java.util.HashMap;
import java.util.Map;

/** Reading with a signature of ours under each request: what is not for everybody is had in no other way (OQX-PEE-080). */
public final class SignedReading implements Reading {
    private static final byte[] NO_BODY = {};

    private final Reading http;
    private final RequestSigner signer;

    public SignedReading(Reading http, RequestSigner signer) {
        this.http = http;
        this.signer = signer;
    }

    @Override
    public Fetched get(Origin origin, String path, Map<String, String> headers, Expect expect)
            throws FetchFault, InterruptedException {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(signer.headers("GET", origin + path, NO_BODY));
        return http.get(origin, path, all, expect);
    }
}
