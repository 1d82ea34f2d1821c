package org.guildhall.site.view;

/**
 * The member who is signed in.
 *
 * @param unread notifications not yet seen
 * @param moderator may hide posts, label them and describe topics; administrators may, too
 * @param queue may decide on what waits, by role or standing
 * @param held how many posts of peers' members wait for a moderator; 0 for others
 */
public record Viewer(
        String name,
        String handle,
        String memberPath,
        int unread,
        boolean moderator,
        boolean administrator,
        boolean queue,
        long held) {}
