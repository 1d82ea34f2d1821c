package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.Limits;
import org.jspecify.annotations.Nullable;

/** Collects the rows of some threads and makes whole threads of them, in the order in which they were asked. */
final class ThreadBuilder implements Spill.Receiver {

    private final PostIndex index;
    private final boolean votesKnown;
    private final Findings findings;
    private final Revisions revisions;
    private final CommentText comments;

    private final List<PostRow> questions = new ArrayList<>();
    private final Deque<PostRow> waiting = new ArrayDeque<>();
    private final Map<Integer, List<PostRow>> answers = new HashMap<>();
    private final Map<Integer, List<HistoryRow>> history = new HashMap<>();
    private final Map<Integer, List<CommentRow>> remarks = new HashMap<>();

    ThreadBuilder(Site site, PostIndex index, boolean votesKnown, Findings findings) {
        this.index = index;
        this.votesKnown = votesKnown;
        this.findings = findings;
        this.revisions = new Revisions(site, findings);
        this.comments = new CommentText(site);
    }

    @Override
    public void row(Spill.Source source, Row row) throws DumpFault {
        switch (source) {
            case POST -> {
                PostRow post = PostRow.of(row);
                if (post.type() == PostRow.QUESTION) {
                    questions.add(post);
                } else {
                    answers.computeIfAbsent(post.parent(), key -> new ArrayList<>())
                            .add(post);
                }
            }
            case HISTORY -> {
                HistoryRow edit = HistoryRow.of(row);
                history.computeIfAbsent(edit.post(), key -> new ArrayList<>()).add(edit);
            }
            case COMMENT -> {
                CommentRow comment = CommentRow.of(row);
                remarks.computeIfAbsent(comment.post(), key -> new ArrayList<>())
                        .add(comment);
            }
        }
    }

    /** The next of the threads whose rows were given, oldest first; null when there are no more, and all is forgotten. */
    @Nullable
    DumpThread next() {
        if (waiting.isEmpty()) {
            questions.sort(Comparator.comparing(PostRow::created).thenComparing(PostRow::id));
            waiting.addAll(questions);
            questions.clear();
        }
        while (!waiting.isEmpty()) {
            Optional<DumpThread> thread = thread(waiting.remove());
            if (thread.isPresent()) {
                return thread.get();
            }
        }
        answers.clear();
        history.clear();
        remarks.clear();
        return null;
    }

    private Optional<DumpThread> thread(PostRow row) {
        List<PostRow> answerRows = answers.getOrDefault(row.id(), List.of());
        Optional<DumpThread.Post> question = Optional.empty();
        if (Fit.line(row.title()).isEmpty()) {
            findings.add(Finding.TITLE_MISSING, Integer.toString(row.id()));
        } else {
            question = post(row);
        }
        if (question.isEmpty()) {
            index.drop(row.id());
            answerRows.forEach(answer -> findings.add(Finding.ANSWER_WITHOUT_QUESTION, Integer.toString(answer.id())));
            return Optional.empty();
        }
        List<DumpThread.Post> posts = answerRows.stream()
                .sorted(Comparator.comparing(PostRow::created).thenComparing(PostRow::id))
                .flatMap(answer -> post(answer).stream())
                .toList();
        return Optional.of(new DumpThread(question.get(), posts, accepted(row, posts)));
    }

    private Optional<Integer> accepted(PostRow question, List<DumpThread.Post> posts) {
        if (question.accepted() == 0) {
            return Optional.empty();
        }
        if (posts.stream().noneMatch(answer -> answer.id() == question.accepted())) {
            findings.add(Finding.ACCEPTED_DANGLING, question.id() + " → " + question.accepted());
            return Optional.empty();
        }
        return Optional.of(question.accepted());
    }

    private Optional<DumpThread.Post> post(PostRow row) {
        String number = Integer.toString(row.id());
        List<DumpThread.Revision> texts = revisions.of(row, history.getOrDefault(row.id(), List.of()));
        List<CommentRow> remarksHere = remarks.getOrDefault(row.id(), List.of());
        if (texts.isEmpty()) {
            findings.add(Finding.TEXT_EMPTY, number);
            remarksHere.forEach(remark -> findings.add(Finding.COMMENT_WITHOUT_POST, Integer.toString(remark.id())));
            return Optional.empty();
        }
        if (row.closed()) {
            findings.add(Finding.CLOSED, number);
        }
        if (row.communityOwned()) {
            findings.add(Finding.COMMUNITY_OWNED, number);
        }
        if (row.type() == PostRow.QUESTION && Tags.split(row.tags()).isEmpty()) {
            findings.add(Finding.TAGS_NONE, number);
        }
        return Optional.of(
                new DumpThread.Post(row.id(), row.author(), texts, touched(row), votes(row), remarks(remarksHere)));
    }

    private static Instant touched(PostRow row) {
        Instant edited = row.lastEdit();
        return edited == null ? row.created() : edited;
    }

    private DumpThread.Votes votes(PostRow row) {
        if (!votesKnown) {
            return new DumpThread.Votes(Math.max(0, row.score()), Math.max(0, -row.score()));
        }
        DumpThread.Votes votes = new DumpThread.Votes(index.up(row.id()), index.down(row.id()));
        if (votes.up() - votes.down() != row.score()) {
            findings.add(
                    Finding.SCORE_DIFFERS, row.id() + ": " + row.score() + " ≠ " + votes.up() + " − " + votes.down());
        }
        return votes;
    }

    private List<DumpThread.Comment> remarks(List<CommentRow> rows) {
        List<DumpThread.Comment> list = new ArrayList<>();
        for (CommentRow row : rows) {
            String text = Fit.clean(comments.markdown(row.text()));
            String cut = Fit.cut(text, Limits.COMMENT_TEXT);
            if (text.isEmpty()) {
                findings.add(Finding.TEXT_EMPTY, "comment " + row.id());
                continue;
            }
            if (!cut.equals(text)) {
                findings.add(Finding.TEXT_CUT, "comment " + row.id());
            }
            list.add(new DumpThread.Comment(
                    row.id(),
                    row.author(),
                    row.created(),
                    cut,
                    Licences.of(row.license(), row.created()),
                    Math.max(0, row.score())));
        }
        list.sort(Comparator.comparing(DumpThread.Comment::time).thenComparing(DumpThread.Comment::id));
        return List.copyOf(list);
    }
}
