package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/**
 * Whose a post is.
 *
 * @param path of the member's page here; empty when the member is not known here
 * @param organisation the shown name of the member's node
 * @param here whether that is this node
 * @param affiliation what the node vouches for, if anything
 * @param source the author's page where an imported post came from
 */
public record Person(
        String name,
        String path,
        String organisation,
        boolean here,
        @Nullable String affiliation,
        @Nullable String source) {

    /** One or two letters that stand for the name. */
    public String monogram() {
        StringBuilder letters = new StringBuilder();
        boolean startOfWord = true;
        for (int c : name.codePoints().toArray()) {
            if (startOfWord && Character.isLetterOrDigit(c) && letters.codePointCount(0, letters.length()) < 2) {
                letters.appendCodePoint(Character.toUpperCase(c));
            }
            startOfWord = !Character.isLetterOrDigit(c);
        }
        // Two Chinese characters are a whole name and too wide for the mark.
        boolean wide = !letters.isEmpty() && Character.isIdeographic(letters.codePointAt(0));
        return wide ? letters.substring(0, letters.offsetByCodePoints(0, 1)) : letters.toString();
    }

    /** One of six tints, the same for all members of an organisation. */
    public int tint() {
        return Math.floorMod(organisation.hashCode(), 6);
    }
}
