package org.guildhall.site.view;

/**
 * The member who is signed in.
 *
 * @param unread notifications not yet seen
 * @param moderator may hide posts, decide on held ones and describe topics; administrators may, too
 * @param held how many posts of peers' members wait for a moderator; 0 for others
 */
public record Viewer(
        String name,
        String handle,
        String memberPath,
        int unread,
        boolean moderator,
        boolean administrator,
        long held) {}
