package org.guildhall.site.view;

import java.util.List;

/**
 * Something remarkable about a member, computed from records when the page is made.
 *
 * @param meaning what exactly it says
 * @param facts what it is computed from
 */
public record Badge(String name, String meaning, List<Fact> facts) {

    /** One fact: where it can be seen, and at whose node it came about. */
    public record Fact(String title, String lang, String path, String organisation) {}
}
