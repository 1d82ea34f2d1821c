package org.guildhall.site.view;

/**
 * A member's standing beside what they wrote.
 *
 * @param points by others than the member's node
 * @param topic of the thread's topics, that in which they are most; empty for all topics together
 * @param path to what is behind the number
 */
public record Points(long points, String topic, String path) {}
