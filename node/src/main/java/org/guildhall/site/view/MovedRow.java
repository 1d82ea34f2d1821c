package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;

/**
 * What another node says of a member of ours, handed in by that member.
 *
 * @param key of the member at the other node
 * @param words what the credential says, in English
 * @param path to the evidence
 * @param proven in English; empty where only the row is shown
 * @param notProven in English
 */
public record MovedRow(
        String key,
        String node,
        String words,
        Instant checkedAt,
        String path,
        List<String> proven,
        List<String> notProven) {}
