package org.guildhall.site.view;

import java.time.Instant;

/**
 * What a credential comes to, in the reader's language.
 *
 * @param member whom it is about
 * @param issuer the name that the issuing node gives itself
 * @param fingerprint of the issuing node
 * @param node id of the issuing node
 * @param issuedAt as the issuer says
 */
public record Proofs(String member, String issuer, String fingerprint, String node, Instant issuedAt, Told told) {}
