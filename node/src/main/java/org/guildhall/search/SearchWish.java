package org.guildhall.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody looks for.
 *
 * @param words free text; phrases in quotes, {@code -word} to leave out
 * @param tags all of which a thread must have
 */
public record SearchWish(String words, List<String> tags, From from, boolean unanswered, int offset, int limit) {
    private static final int LONGEST = 200;
    private static final int MOST_WORDS = 16;

    /** Whose threads. */
    public enum From {
        ALL,
        HERE,
        PEERS
    }

    /**
     * Reads what a person typed; {@code tag:pumps}, {@code is:unanswered}, {@code from:here} and {@code from:peers} are taken
     * out of it. Anything may be typed: what is too long is cut.
     */
    public static SearchWish of(String typed, int offset, int limit) {
        String text = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        List<String> words = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        From from = From.ALL;
        boolean unanswered = false;
        for (String word : text.strip().split("\\s+", MOST_WORDS + 1)) {
            if (word.startsWith("tag:") && word.length() > 4) {
                tags.add(word.substring(4).toLowerCase(java.util.Locale.ROOT));
            } else if (word.equals("is:unanswered")) {
                unanswered = true;
            } else if (word.equals("from:here")) {
                from = From.HERE;
            } else if (word.equals("from:peers")) {
                from = From.PEERS;
            } else if (words.size() < MOST_WORDS) {
                words.add(word);
            }
        }
        return new SearchWish(String.join(" ", words), List.copyOf(tags), from, unanswered, offset, limit);
    }

    boolean isEmpty() {
        return words.isBlank() && tags.isEmpty() && !unanswered;
    }
}
