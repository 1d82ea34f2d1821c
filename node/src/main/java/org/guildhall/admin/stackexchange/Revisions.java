package org.guildhall.admin.stackexchange;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Makes a post's revisions from Posts.xml, which has its body as HTML, and PostHistory.xml, which has the Markdown that was
 * typed, title, body and tags each in a row of its own.
 *
 * <p>Two ways to take the text, and one post goes one way with all its revisions, so that their differences are edits and
 * nothing else. If every revision's Markdown needs no conversion (no HTML, no images, no relative links) and the newest one
 * renders to what Posts.xml shows, the typed Markdown is kept. Else everything is HTML once and becomes Markdown from
 * there: the newest from Posts.xml, older ones by way of rendering what was typed.
 *
 * <p>The newest revision always has Posts.xml's title and tags, because merged tags leave no trace in the history.
 */
final class Revisions {

    /** An edit later than the last known one by more than that is one that the history lacks. */
    private static final Duration SAME_EDIT = Duration.ofSeconds(2);

    /** Leaves room for everything else in a record of 131,072 bytes. */
    private static final int TEXT_BYTES = 120_000;

    /** Title, Markdown source and tags after one edit. */
    private record State(
            Instant time, Author editor, @Nullable String license, String title, String source, String tags) {}

    private final HtmlToMarkdown converter;
    private final SourceMarkdown source;
    private final String base;
    private final Findings findings;

    Revisions(Site site, Findings findings) {
        URI address = URI.create(site.address() + "/");
        this.converter = new HtmlToMarkdown(address);
        this.source = new SourceMarkdown(site);
        this.base = address.toString();
        this.findings = findings;
    }

    /** The revisions by age; the history is this post's rows of texts in any order, none if there is no history. */
    List<DumpThread.Revision> of(PostRow post, List<HistoryRow> history) {
        List<State> states = replay(post, history);
        for (State state : states.subList(Math.min(1, states.size()), states.size())) {
            if (!state.editor().sourceId().equals(post.author().sourceId())) {
                findings.add(Finding.EDIT_BY_OTHERS, Integer.toString(post.id()));
            }
        }
        Instant edited = post.lastEdit();
        boolean current = !states.isEmpty()
                && (edited == null || !edited.isAfter(last(states).time().plus(SAME_EDIT)));
        boolean typed = current && isAsShown(states, post);
        findings.count(typed ? "texts-as-typed" : "texts-converted", 1);

        List<DumpThread.Revision> revisions = new ArrayList<>();
        for (int i = 0; i < states.size() - (current ? 1 : 0); i++) {
            State state = states.get(i);
            String tidied = source.tidied(state.source());
            String text =
                    typed ? tidied : converter.convert(source.html(tidied)).markdown();
            addIfNew(
                    revisions,
                    revision(post, time(post, states, i), state.license(), state.title(), state.tags(), text));
        }
        String text = typed ? source.tidied(last(states).source()) : shown(post);
        // A post without a history keeps the day it was written; that of its last edit goes with the post.
        Instant time = current
                ? time(post, states, states.size() - 1)
                : edited == null || revisions.isEmpty() ? post.created() : edited;
        String license = post.license() == null && current ? last(states).license() : post.license();
        addIfNew(revisions, revision(post, time, license, post.title(), post.tags(), text));
        return List.copyOf(revisions);
    }

    /** The newest text from Posts.xml. */
    private String shown(PostRow post) {
        HtmlToMarkdown.Converted shown = converter.convert(post.html());
        shown.images().forEach(image -> findings.add(Finding.IMAGE, image));
        if (!Shape.letters(source.html(shown.markdown())).equals(Shape.letters(post.html()))) {
            findings.add(Finding.TEXT_DIFFERS, Integer.toString(post.id()));
        }
        return shown.markdown();
    }

    /** Runs through the edits. Rows of one revision stand together by their RevisionGUID. */
    private static List<State> replay(PostRow post, List<HistoryRow> history) {
        Map<String, List<HistoryRow>> edits = new LinkedHashMap<>();
        history.stream()
                .sorted(Comparator.comparing(HistoryRow::time).thenComparing(HistoryRow::id))
                .forEach(row -> edits.computeIfAbsent(row.revision(), key -> new ArrayList<>())
                        .add(row));
        List<State> states = new ArrayList<>();
        String title = null;
        String text = null;
        String tags = null;
        for (List<HistoryRow> edit : edits.values()) {
            for (HistoryRow row : edit) {
                switch (row.part()) {
                    case TITLE -> title = row.text();
                    case BODY -> text = row.text();
                    case TAGS -> tags = row.text();
                }
            }
            boolean question = post.type() == PostRow.QUESTION;
            if (text == null || (question && title == null)) {
                // The history begins in the middle, so there is no text to show yet.
                continue;
            }
            HistoryRow first = edit.get(0);
            states.add(new State(
                    first.time(),
                    first.editor(),
                    first.license(),
                    question && title != null ? title : "",
                    text,
                    tags == null ? post.tags() : tags));
        }
        return states;
    }

    private boolean isAsShown(List<State> states, PostRow post) {
        for (State state : states) {
            if (!source.isPlain(source.tidied(state.source()))) {
                return false;
            }
        }
        return Shape.of(source.html(source.tidied(last(states).source())), base).equals(Shape.of(post.html(), base));
    }

    /** The first is from the day of the post, whatever its history says. */
    private static Instant time(PostRow post, List<State> states, int index) {
        return index == 0 ? post.created() : states.get(index).time();
    }

    private static State last(List<State> states) {
        return states.get(states.size() - 1);
    }

    private DumpThread.Revision revision(
            PostRow post, Instant time, @Nullable String license, String title, String tags, String text) {
        boolean question = post.type() == PostRow.QUESTION;
        String line = Fit.line(title);
        String cutTitle = Fit.cut(line, Limits.TITLE);
        String clean = Fit.clean(text).strip();
        String cutText = Fit.cut(clean, Limits.POST_TEXT, TEXT_BYTES);
        if (!cutTitle.equals(line)) {
            findings.add(Finding.TITLE_CUT, Integer.toString(post.id()));
        }
        if (!cutText.equals(clean)) {
            findings.add(Finding.TEXT_CUT, Integer.toString(post.id()));
        }
        return new DumpThread.Revision(
                time,
                question ? cutTitle : "",
                question ? Tags.of(tags, findings) : List.of(),
                cutText,
                Licences.of(license, time));
    }

    /** An edit that changes nothing a reader sees is none; a text may not be empty on the way either. */
    private static void addIfNew(List<DumpThread.Revision> revisions, DumpThread.Revision next) {
        if (next.text().isEmpty()) {
            return;
        }
        if (!revisions.isEmpty()) {
            DumpThread.Revision before = revisions.get(revisions.size() - 1);
            if (before.title().equals(next.title())
                    && before.tags().equals(next.tags())
                    && before.text().equals(next.text())) {
                return;
            }
        }
        revisions.add(next);
    }
}
