package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member's answers are worth to this node in a topic, opened down to the records (spec, OQX-STA-050).
 *
 * @param topic empty for all topics together
 * @param topics where anything is said of the member
 * @param peers points by others than the member's node
 * @param home points by the member's node, which nobody adds to the others
 * @param homeFacts what that node said
 */
public record StandingPage(
        Person person,
        String topic,
        List<Choice> topics,
        long peers,
        long home,
        List<Group> groups,
        List<Row> homeFacts,
        long homeMore,
        Instant at) {

    /**
     * A group of nodes under one cap.
     *
     * @param weight of its peer in percent, -1 for this node, which has none
     * @param limited whether it gives so much to all that each of its points counts for less
     * @param more how many facts beyond those shown
     */
    public record Group(
            String name,
            long weight,
            long cap,
            String total,
            String part,
            long gives,
            boolean limited,
            List<Row> facts,
            long more) {}

    /**
     * A fact.
     *
     * @param by the node whose word it is
     * @param words what it says
     * @param title of the thread, null when it is about none
     * @param left how much age has left of its points, in words
     * @param now what is left, in points
     */
    public record Row(
            String by,
            String words,
            @Nullable String title,
            String path,
            String language,
            long points,
            String left,
            String now,
            String recordPath) {}
}
