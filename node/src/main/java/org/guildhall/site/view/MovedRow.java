package org.guildhall.site.view;

import java.time.Instant;

/**
 * What another node says of a member of ours, handed in by that member.
 *
 * @param key of the member at the other node
 * @param words what the credential says, in English
 * @param path to the evidence
 */
public record MovedRow(String key, String node, String words, Instant checkedAt, String path) {}
