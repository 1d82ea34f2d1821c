package org.guildhall.admin.stackexchange;

import java.util.HashMap;
import java.util.Map;

/** Sub- and superscripts in Unicode, because Markdown has none: H₂O, 10⁻⁶, 2ⁿᵈ. */
final class Scripts {

    static final Scripts SUB =
            new Scripts("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", '_');
    static final Scripts SUP = new Scripts(
            "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
            '^');

    /** Longer than that it is small print, not an index. */
    private static final int LONGEST = 12;

    /** A word longer than that is easier to read in plain letters. */
    private static final int LONGEST_WORD = 4;

    private final Map<Integer, String> letters = new HashMap<>();
    private final char mark;

    private Scripts(String plain, String raised, char mark) {
        int[] from = plain.codePoints().toArray();
        int[] to = raised.codePoints().toArray();
        for (int i = 0; i < from.length; i++) {
            letters.put(from[i], Character.toString(to[i]));
        }
        this.mark = mark;
    }

    /**
     * The text raised or lowered; {@code ^(so)} or {@code _(so)} if Unicode lacks a letter or the word is long; small print,
     * with spaces in it, as it is.
     */
    String write(String text) {
        String word = text.strip();
        if (word.isEmpty() || word.length() > LONGEST || word.chars().anyMatch(Character::isWhitespace)) {
            return text;
        }
        boolean raise = word.length() <= LONGEST_WORD || word.chars().noneMatch(Character::isLetter);
        StringBuilder out = new StringBuilder();
        for (int c : word.codePoints().toArray()) {
            String letter = letters.get(c);
            if (letter == null || !raise) {
                return word.codePointCount(0, word.length()) == 1 ? mark + word : mark + "(" + word + ")";
            }
            out.append(letter);
        }
        return out.toString();
    }
}
