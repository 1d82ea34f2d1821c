package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;

/**
 * A question in a list.
 *
 * @param lang BCP 47 tag of the content
 * @param mirrored whether its home is another node
 */
public record ThreadRow(
        String path,
        String title,
        String lang,
        String excerpt,
        List<TopicLink> topics,
        long score,
        long answers,
        boolean solved,
        boolean closed,
        Person asker,
        Instant asked,
        boolean mirrored) {}
