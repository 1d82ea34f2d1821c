package org.guildhall.admin.stackexchange;

import java.util.Map;

/** What the numbers of kinds in a dump mean, for reports. */
final class Labels {

    private static final Map<Integer, String> EVENTS = Map.ofEntries(
            Map.entry(10, "closed"),
            Map.entry(11, "reopened"),
            Map.entry(12, "deleted"),
            Map.entry(13, "undeleted"),
            Map.entry(14, "locked"),
            Map.entry(15, "unlocked"),
            Map.entry(16, "made community-owned"),
            Map.entry(17, "migrated"),
            Map.entry(18, "merged"),
            Map.entry(19, "protected"),
            Map.entry(20, "unprotected"),
            Map.entry(21, "dissociated from its author"),
            Map.entry(22, "unmerged"),
            Map.entry(24, "suggested edit applied"),
            Map.entry(25, "tweeted"),
            Map.entry(31, "comments moved to chat"),
            Map.entry(33, "notice added"),
            Map.entry(34, "notice removed"),
            Map.entry(35, "migrated away"),
            Map.entry(36, "migrated here"),
            Map.entry(37, "merged, source"),
            Map.entry(38, "merged, destination"),
            Map.entry(50, "bumped"),
            Map.entry(52, "chosen as hot"),
            Map.entry(53, "no longer hot"));

    private static final Map<Integer, String> VOTES = Map.ofEntries(
            Map.entry(1, "accepted (the question says so too)"),
            Map.entry(4, "offensive"),
            Map.entry(5, "favourite"),
            Map.entry(6, "close"),
            Map.entry(7, "reopen"),
            Map.entry(8, "bounty offered"),
            Map.entry(9, "bounty awarded"),
            Map.entry(10, "deletion"),
            Map.entry(11, "undeletion"),
            Map.entry(12, "spam"),
            Map.entry(15, "moderator review"),
            Map.entry(16, "edit approved"));

    private static final Map<Integer, String> POSTS =
            Map.of(3, "orphaned tag wiki", 6, "moderator nomination", 7, "wiki placeholder", 8, "privilege wiki");

    private Labels() {}

    /** A PostHistoryTypeId that is no edit. */
    static String event(int type) {
        return EVENTS.getOrDefault(type, "type " + type);
    }

    /** A VoteTypeId other than up and down. */
    static String vote(int type) {
        return VOTES.getOrDefault(type, "type " + type);
    }

    /** A PostTypeId that is not imported. */
    static String post(int type) {
        return POSTS.getOrDefault(type, "type " + type);
    }
}
