package org.guildhall.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.guildhall.search.SearchHit.Excerpt;
import org.guildhall.search.SearchHit.Mark;

/** Finds the passage of a text with the most words that were looked for. */
final class Excerpts {
    private static final int LENGTH = 220;
    private static final int LOOKED_AT = 20_000;
    private final Analyzer analyzer;

    Excerpts(Analyzer analyzer) {
        this.analyzer = analyzer;
    }

    /** How many words fit, and the passage. */
    record Found(int marks, Excerpt excerpt) {}

    /** {@code terms}: reduced by the same rules as the field's words. */
    Found best(String field, String markdown, Set<String> terms) {
        String text = plain(markdown);
        List<Mark> marks = marks(field, text, terms);
        int start = 0;
        int most = 0;
        for (int i = 0; i < marks.size(); i++) {
            int within = 0;
            while (i + within < marks.size()
                    && marks.get(i + within).to() - marks.get(i).from() <= LENGTH) {
                within++;
            }
            if (within > most) {
                most = within;
                start = marks.get(i).from();
            }
        }
        int from = Math.max(0, start - LENGTH / 4);
        if (from > 0) {
            int blank = text.indexOf(' ', from);
            from = blank >= 0 && blank < start ? blank + 1 : from;
        }
        if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
            from--;
        }
        int to = Math.min(text.length(), from + LENGTH);
        if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
            to--;
        }
        String lead = from > 0 ? "… " : "";
        List<Mark> shown = new ArrayList<>();
        for (Mark mark : marks) {
            if (mark.from() >= from && mark.to() <= to) {
                shown.add(new Mark(mark.from() - from + lead.length(), mark.to() - from + lead.length()));
            }
        }
        return new Found(most, new Excerpt(lead + text.substring(from, to) + (to < text.length() ? " …" : ""), shown));
    }

    /** Markdown's signs tell a reader of one line nothing. */
    private static String plain(String markdown) {
        String cut = markdown.length() > LOOKED_AT ? markdown.substring(0, LOOKED_AT) : markdown;
        StringBuilder text = new StringBuilder(cut.length());
        boolean blank = true;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            boolean space = Character.isWhitespace(c) || c == '*' || c == '`' || c == '#' || c == '|' || c == '>';
            if (!space) {
                text.append(c);
            } else if (!blank) {
                text.append(' ');
            }
            blank = space;
        }
        return text.toString();
    }

    private List<Mark> marks(String field, String text, Set<String> terms) {
        List<Mark> marks = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream(field, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            int end = 0;
            while (tokens.incrementToken()) {
                if (offset.startOffset() >= end && terms.contains(term.toString())) {
                    marks.add(new Mark(offset.startOffset(), offset.endOffset()));
                    end = offset.endOffset();
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string does not fail to be read
        }
        return marks;
    }

    /** The reduced words of a text in a field. */
    Set<String> terms(String field, String text) {
        Set<String> terms = new java.util.HashSet<>();
        try (TokenStream tokens = analyzer.tokenStream(field, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                terms.add(term.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string does not fail to be read
        }
        return terms;
    }
}
