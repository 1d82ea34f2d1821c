package org.guildhall.site.view;

/**
 * A node's opinion on a post.
 *
 * @param words the label in the reader's language, with the name of the node whose opinion it is
 * @param reason "" when none was given
 * @param official whether it speaks for the post, not against it
 */
public record LabelMark(String words, String reason, boolean official) {}
