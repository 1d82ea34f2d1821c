package org.guildhall.site.view;

/**
 * A topic, by its tag.
 *
 * @param threads how many questions carry it; −1 where that is not shown
 */
public record TopicLink(String tag, String path, long threads, String description) {

    public TopicLink(String tag, String path) {
        this(tag, path, -1, "");
    }
}
