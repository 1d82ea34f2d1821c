package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.admin.stackexchange.ImportProgress.Step;

/**
 * Reads a dump's directory and hands out what it holds: members, threads, links, topics. Posts.xml and Users.xml must be
 * there; without the others there are no comments, votes, links, descriptions or histories.
 *
 * <p>In memory at once: some 30 bytes for each post and 12 for each author, the links between threads, the tag wikis, and
 * the threads of one {@link Spill} file. On disk meanwhile: a copy of posts, histories and comments.
 */
final class DumpReader {

    /** So much of the source is turned into threads at once; in memory it may be three times that. */
    static final long BUCKET_BYTES = 8L << 20;

    private static final int TOLD_EVERY = 1_000;

    private final Path directory;
    private final Site site;
    private final Path scratch;
    private final long bucketBytes;
    private final Findings findings;
    private final ImportProgress progress;

    private final PostIndex index = new PostIndex();
    private final DumpAuthors authors;
    private final DumpTopics topics;
    private int highestQuestion;
    private long questions;

    /** @param scratch an existing directory; a temporary one is made within it */
    DumpReader(Path directory, Site site, Path scratch, long bucketBytes, Findings findings, ImportProgress progress) {
        this.directory = directory;
        this.site = site;
        this.scratch = scratch;
        this.bucketBytes = bucketBytes;
        this.findings = findings;
        this.progress = progress;
        this.authors = new DumpAuthors(findings);
        this.topics = new DumpTopics(site, findings);
    }

    /** Reads all; for one call. Stops at the first fault of the dump, or what the sink throws. */
    void read(DumpSink sink) throws IOException {
        for (String needed : new String[] {"Posts.xml", "Users.xml"}) {
            if (!Files.isRegularFile(directory.resolve(needed))) {
                throw new DumpFault(directory + " has no " + needed);
            }
        }
        each("Posts.xml", Step.INDEX, this::index);
        boolean votes = each("Votes.xml", Step.VOTES, this::vote);
        long bytes = size("Posts.xml") + size("PostHistory.xml") + size("Comments.xml");
        try (Spill spill = new Spill(scratch, highestQuestion, bytes, bucketBytes)) {
            each("Posts.xml", Step.SORT, row -> sortPost(spill, row));
            each("Comments.xml", Step.SORT, row -> sortComment(spill, row));
            each("PostHistory.xml", Step.SORT, row -> sortHistory(spill, row));
            each("Users.xml", Step.MEMBERS, row -> authors.user(row, sink));
            authors.others(sink);
            threads(spill, votes, sink);
        }
        DumpLinks links = new DumpLinks(index, findings);
        each("PostLinks.xml", Step.LINKS, row -> links.link(row, sink));
        each("Tags.xml", Step.TOPICS, row -> topics.tag(row, sink));
    }

    private interface Each {
        void row(Row row) throws IOException;
    }

    /** Reads a file row by row; false if it is not there. */
    private boolean each(String file, Step step, Each each) throws IOException {
        Path path = directory.resolve(file);
        if (!Files.isRegularFile(path)) {
            findings.add(Finding.FILE_MISSING, file);
            return false;
        }
        long rows = 0;
        try (RowReader reader = new RowReader(path)) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                each.row(row);
                if (++rows % TOLD_EVERY == 0) {
                    progress.at(step, rows, 0);
                }
            }
        }
        progress.at(step, rows, rows);
        return true;
    }

    private long size(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.isRegularFile(path) ? Files.size(path) : 0;
    }

    private void index(Row row) throws DumpFault {
        int id = row.number("Id");
        int type = row.number("PostTypeId");
        Integer parent = row.numberOrNull("ParentId");
        if (!index.add(id, type, parent == null ? 0 : parent)) {
            throw new DumpFault(row.place() + ": there is a second post " + id);
        }
        if (type == PostRow.QUESTION) {
            highestQuestion = Math.max(highestQuestion, id);
            questions++;
        }
    }

    private void vote(Row row) throws DumpFault {
        int type = row.number("VoteTypeId");
        int post = row.number("PostId");
        if (type != 2 && type != 3) {
            findings.add(Finding.VOTE_OTHER_KIND, Labels.vote(type));
        } else if (index.question(post) < 0) {
            findings.add(
                    Finding.VOTE_WITHOUT_POST,
                    index.contains(post) ? "on tag wikis and the like" : "on posts not in the dump");
        } else {
            index.vote(post, type == 2);
        }
    }

    private void sortPost(Spill spill, Row row) throws IOException {
        int type = row.number("PostTypeId");
        int id = row.number("Id");
        switch (type) {
            case PostRow.QUESTION, PostRow.ANSWER -> {
                int question = index.question(id);
                if (question < 0) {
                    findings.add(Finding.ANSWER_WITHOUT_QUESTION, Integer.toString(id));
                } else {
                    authors.wrote(row, "OwnerUserId", "OwnerDisplayName");
                    spill.write(question, Spill.Source.POST, row);
                }
            }
            case PostRow.TAG_EXCERPT, PostRow.TAG_WIKI -> topics.wiki(PostRow.of(row));
            default -> findings.add(Finding.POST_OTHER_KIND, Labels.post(type));
        }
    }

    private void sortComment(Spill spill, Row row) throws IOException {
        int question = index.question(row.number("PostId"));
        if (question < 0) {
            findings.add(Finding.COMMENT_WITHOUT_POST, Integer.toString(row.number("Id")));
        } else {
            authors.wrote(row, "UserId", "UserDisplayName");
            spill.write(question, Spill.Source.COMMENT, row);
        }
    }

    private void sortHistory(Spill spill, Row row) throws IOException {
        int question = index.question(row.number("PostId"));
        int type = row.number("PostHistoryTypeId");
        if (question >= 0 && HistoryRow.isText(type)) {
            spill.write(question, Spill.Source.HISTORY, row);
        } else if (question >= 0) {
            findings.add(Finding.EVENT, Labels.event(type));
        }
    }

    private void threads(Spill spill, boolean votes, DumpSink sink) throws IOException {
        ThreadBuilder builder = new ThreadBuilder(site, index, votes, findings);
        long done = 0;
        for (int bucket = 0; bucket < spill.buckets(); bucket++) {
            spill.drain(bucket, builder);
            for (DumpThread thread = builder.next(); thread != null; thread = builder.next()) {
                sink.thread(thread);
                progress.at(Step.THREADS, ++done, questions);
            }
        }
    }
}
