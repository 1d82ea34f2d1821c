package org.guildhall.conformance.oqx;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a tile is below the log's address, OQX-LOG-063. {@code level} is a number or "entries". */
public record TilePath(String level, long number, OptionalInt width) {
    private static final Pattern PATH = Pattern.compile(
            "tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public String path() {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        while (digits.length() % 3 != 0) {
            digits.insert(0, '0');
        }
        StringBuilder path = new StringBuilder("tile/").append(level).append('/');
        for (int i = 0; i < digits.length(); i += 3) {
            boolean last = i + 3 == digits.length();
            path.append(last ? "" : "x").append(digits, i, i + 3).append(last ? "" : "/");
        }
        width.ifPresent(w -> path.append(".p/").append(w));
        return path.toString();
    }

    public static TilePath parse(String path) throws Fault {
        Matcher match = PATH.matcher(path);
        if (match.matches()) {
            String digits = match.group(2).replaceAll("[x/]", "");
            String width = match.group(3);
            if (digits.length() <= 18 && (width == null || Integer.parseInt(width) <= 255)) {
                TilePath tile = new TilePath(
                        match.group(1),
                        Long.parseLong(digits),
                        width == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(width)));
                // More groups of digits than needed would be a second name of the same tile.
                if (tile.path().equals(path)) {
                    return tile;
                }
            }
        }
        throw new Fault("not-found", "not the path of a tile: " + path);
    }
}
