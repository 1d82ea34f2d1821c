package org.guildhall.admin.stackexchange;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.guildhall.record.Limits;
import org.guildhall.record.Tag;

/** Tags as our records have them, from either of the dumps' notations. */
final class Tags {

    /** For a question that has none, as Stack Exchange itself calls it. */
    static final String NONE = "untagged";

    private Tags() {}

    /** {@code <a><b>} of the older dumps, {@code |a|b|} of the newer. */
    static List<String> split(String tags) {
        List<String> names = new ArrayList<>();
        for (String name : tags.split(tags.indexOf('<') >= 0 ? "[<>]" : "\\|", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    /** The name under our rule, or an empty text if nothing of it fits. */
    static String fitted(String name) {
        StringBuilder out = new StringBuilder();
        String lower = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        for (int c : lower.codePoints().toArray()) {
            if (c == '_' || c == '/' || c == ':' || Character.isWhitespace(c)) {
                out.append('-');
            } else if (Tag.isTag("a" + Character.toString(c))) {
                out.appendCodePoint(c);
            }
        }
        String fitted = Fit.cut(out.toString(), Limits.TAG);
        return Tag.isTag(fitted) ? fitted : "";
    }

    /** One to eight tags for a question; tells the findings what it changed. */
    static List<String> of(String tags, Findings findings) {
        Set<String> fitted = new LinkedHashSet<>();
        for (String name : split(tags)) {
            String tag = fitted(name);
            if (!tag.equals(name)) {
                findings.add(Finding.TAG_CHANGED, name + " → " + tag);
            }
            if (!tag.isEmpty()) {
                fitted.add(tag);
            }
        }
        if (fitted.size() > Limits.TAGS) {
            findings.add(Finding.TAGS_CUT, tags);
        }
        return fitted.isEmpty()
                ? List.of(NONE)
                : fitted.stream().limit(Limits.TAGS).toList();
    }
}
