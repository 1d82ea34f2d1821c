package org.guildhall.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.record.ObjectKey;

/** The post that a person means: by its key, or by the address of its place on a page of this node. */
final class MeantPost {
    private static final Pattern KEY = Pattern.compile("(?:^|/q/|/p/|#p-)([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");

    private MeantPost() {}

    /** The last key that the text names: the address of an answer begins with that of its question. */
    static ObjectKey of(String text) throws Refusal {
        String last = "";
        for (Matcher found = KEY.matcher(text); found.find(); ) {
            last = found.group(1);
        }
        try {
            return ObjectKey.ofText(last);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    "name the post by its address on this node, such as https://ask.example/q/…, or by the 22 characters"
                            + " that the address ends in; not " + text);
        }
    }
}
