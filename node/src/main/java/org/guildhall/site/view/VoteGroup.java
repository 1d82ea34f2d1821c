package org.guildhall.site.view;

import java.util.List;

/**
 * Nodes whose votes have a weight together: this one, or a peer with those that it introduces.
 *
 * @param weight in percent
 * @param bounded whether it has more votes than count
 * @param counts what they come to in the order of answers
 */
public record VoteGroup(String name, int weight, boolean bounded, String counts, List<VoteRow> rows) {}
