package org.guildhall.site.view;

/**
 * The member who is signed in.
 *
 * @param unread notifications not yet seen
 * @param moderator may hide posts and describe topics; administrators may, too
 */
public record Viewer(
        String name, String handle, String memberPath, int unread, boolean moderator, boolean administrator) {}
