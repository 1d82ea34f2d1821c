package org.guildhall.site.view;

/** What this reader may do with a post. */
public record Rights(boolean vote, boolean comment, boolean edit, boolean accept, boolean hide, boolean flag) {

    public static final Rights NONE = new Rights(false, false, false, false, false, false);
}
