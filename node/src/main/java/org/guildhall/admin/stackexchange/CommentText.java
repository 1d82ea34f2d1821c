package org.guildhall.admin.stackexchange;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment's text as our Markdown. Comments there know emphasis, code and links only, and no HTML; so what would be a
 * heading, a list, an image or a tag of HTML here gets a backslash. Nothing is changed inside code.
 */
final class CommentText {

    private static final Pattern CODE = Pattern.compile("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)");
    private static final Pattern MEANT_AS_TEXT = Pattern.compile("<(?=[A-Za-z/!?])|!(?=\\[)|~(?=~)");
    private static final Pattern MARKER = Pattern.compile("^(?:[-+*=>|](?=\\s|$)|>|#{1,6}(?=\\s|$)|-{2,}|={2,}|\\|)");
    private static final Pattern NUMBERED = Pattern.compile("^([0-9]{1,9})([.)])(?=\\s|$)");
    private static final Pattern TAG = Pattern.compile("\\[(?:meta-)?tag:([^\\]\\s]{1,40})\\]");

    private final String tagBase;

    CommentText(Site site) {
        this.tagBase = site.address() + "/questions/tagged/";
    }

    String markdown(String source) {
        String text = source.strip().replaceAll("\\s+", " ");
        StringBuilder out = new StringBuilder(text.length() + 16);
        Matcher code = CODE.matcher(text);
        int from = 0;
        while (code.find()) {
            out.append(prose(text.substring(from, code.start()))).append(code.group());
            from = code.end();
        }
        out.append(prose(text.substring(from)));
        Matcher numbered = NUMBERED.matcher(out);
        if (numbered.find()) {
            return out.insert(numbered.start(2), '\\').toString();
        }
        return MARKER.matcher(out).find() ? "\\" + out : out.toString();
    }

    private String prose(String text) {
        String escaped = MEANT_AS_TEXT.matcher(text).replaceAll("\\\\$0");
        return TAG.matcher(escaped)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "[" + match.group(1) + "](" + tagBase + match.group(1).replace("#", "%23") + ")"));
    }
}
