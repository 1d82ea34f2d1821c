package org.guildhall.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.guildhall.site.text.Language;
import org.guildhall.site.view.Choice;

/** The languages that members may say they write in. The list is short; a post's own language is always on it. */
final class ContentLanguages {
    private static final List<String> OFFERED = List.of(
            "en", "de", "pl", "zh", "cs", "da", "es", "fi", "fr", "hu", "it", "ja", "ko", "nl", "no", "pt", "ro", "ru",
            "sk", "sv", "tr", "uk");

    private ContentLanguages() {}

    static boolean isTag(String tag) {
        return tag.length() <= 35 && tag.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");
    }

    /** The languages in the reader's words, the chosen one marked. */
    static List<Choice> choices(Language reader, String chosen) {
        Set<String> tags = new LinkedHashSet<>(OFFERED);
        if (isTag(chosen)) {
            tags.add(chosen);
        }
        List<Choice> choices = new ArrayList<>();
        for (String tag : tags) {
            String name = Locale.forLanguageTag(tag).getDisplayName(reader.locale());
            choices.add(new Choice(name.isEmpty() ? tag : name, tag, tag.equals(chosen)));
        }
        return choices;
    }
}
