package org.guildhall.search;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.SearchReading;
import org.guildhall.store.SearchReading.Position;
import org.guildhall.store.SearchReading.ThreadWords;
import org.guildhall.store.SearchReading.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of all visible threads, one document each. Told of changed threads after each commit, it reads them again on a
 * thread of its own; what it is up to date with is kept beside its own commits, so that after a crash it reads what it missed.
 */
public final class SearchIndex implements AutoCloseable {
    static final String TAG = "tag";
    static final String ANSWERED = "answered";
    static final String FROM = "from";
    private static final String KEY = "key";
    private static final String LANGUAGE = "language";
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
    private static final int BATCH = 500;
    /** From so many changed threads on they are a log that is being read, and nobody waits for one of them. */
    private static final int MANY = 100;

    private static final long REFRESH_AFTER_MILLIS = 1_000;
    private static final int DEEPEST = 1_000;
    private static final long COMMIT_EVERY_SECONDS = 10;
    private static final int LONGEST_LIKENESS = 5_000;

    private final SearchReading reading;
    private final int self;
    private final Directory directory;
    private final Analyzer analyzer;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Excerpts excerpts;
    private final ScheduledExecutorService indexing;
    private final Set<ObjectKey> waiting = new HashSet<>();
    /** Where the store was one round ago; owned by the indexing thread. Whatever was before it, we have been told of. */
    private Position settled;
    /** Whether a refresh is under way that a large batch left for later; owned by the indexing thread. */
    private boolean refreshing;

    private volatile boolean closed;

    /**
     * Opens the index in a directory of its own and begins to read what it missed.
     *
     * @param self our own node's number
     */
    public static SearchIndex open(Path directory, SearchReading reading, int self) throws IOException {
        return new SearchIndex(FSDirectory.open(directory), reading, self);
    }

    private SearchIndex(Directory directory, SearchReading reading, int self) throws IOException {
        this.directory = directory;
        this.reading = reading;
        this.self = self;
        this.analyzer = Languages.analyzer();
        this.writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(8));
        this.searchers = new SearcherManager(writer, null);
        this.excerpts = new Excerpts(analyzer);
        this.settled = position(writer);
        this.indexing = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "search");
            thread.setDaemon(true);
            return thread;
        });
        indexing.execute(guarded(() -> index(reading.changedSince(settled), read -> {})));
        var unused = indexing.scheduleWithFixedDelay(
                guarded(this::commit), COMMIT_EVERY_SECONDS, COMMIT_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Something that may fail as files do. */
    private interface Step {
        void run() throws IOException;
    }

    /** A fault of the index must not end indexing: the next commit tries again. */
    private static Runnable guarded(Step step) {
        return () -> {
            try {
                step.run();
            } catch (IOException | RuntimeException e) {
                LOG.error("The search index could not be brought up to date", e);
            }
        };
    }

    /** Says that these threads read differently now. Returns at once; they are found anew within a moment. */
    public void changed(Collection<ObjectKey> threads) {
        synchronized (waiting) {
            boolean first = waiting.isEmpty();
            waiting.addAll(threads);
            if (!first || waiting.isEmpty()) {
                return;
            }
        }
        indexing.execute(guarded(() -> {
            List<ObjectKey> now;
            synchronized (waiting) {
                now = List.copyOf(waiting);
                waiting.clear();
            }
            index(now, read -> {});
        }));
    }

    /** Completes when all that was changed before this call can be found. */
    public CompletableFuture<Void> caughtUp() {
        return CompletableFuture.runAsync(guarded(searchers::maybeRefreshBlocking), indexing);
    }

    /** Makes the index again from the store; tells how many threads were read. */
    public CompletableFuture<Void> rebuild(LongConsumer progress) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        settled = reading.position();
                        writer.deleteAll();
                        index(reading.changedSince(new Position(Map.of(), 0)), progress);
                        searchers.maybeRefreshBlocking();
                        commit();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                indexing);
    }

    /**
     * Completes when no file of the index holds a word of a thread as it was before: segments with documents that were deleted
     * or replaced are written anew, and the old files are removed.
     */
    public CompletableFuture<Void> purge() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        writer.forceMergeDeletes(true);
                        searchers.maybeRefreshBlocking();
                        commit();
                        writer.deleteUnusedFiles();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                indexing);
    }

    private void index(List<ObjectKey> threads, LongConsumer progress) throws IOException {
        for (int from = 0; from < threads.size(); from += BATCH) {
            List<ObjectKey> batch = threads.subList(from, Math.min(threads.size(), from + BATCH));
            Set<ObjectKey> gone = new HashSet<>(batch);
            for (ThreadWords words : reading.words(batch)) {
                gone.remove(words.thread());
                writer.updateDocument(new Term(KEY, words.thread().text()), document(words));
            }
            for (ObjectKey thread : gone) {
                writer.deleteDocuments(new Term(KEY, thread.text()));
            }
            progress.accept(from + batch.size());
        }
        if (threads.size() < MANY) {
            searchers.maybeRefreshBlocking();
        } else if (!refreshing) {
            refreshSoon();
        }
    }

    /** Each refresh makes a segment, and segments have to be merged: batches that follow each other share one. */
    private void refreshSoon() {
        refreshing = true;
        var unused = indexing.schedule(
                guarded(() -> {
                    refreshing = false;
                    if (!closed) {
                        searchers.maybeRefreshBlocking();
                    }
                }),
                REFRESH_AFTER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private Document document(ThreadWords words) {
        Document document = new Document();
        document.add(new StringField(KEY, words.thread().text(), Field.Store.YES));
        document.add(new StoredField(LANGUAGE, words.language()));
        document.add(new StringField(FROM, words.node() == self ? "here" : "peers", Field.Store.NO));
        document.add(new StringField(ANSWERED, words.answers() > 0 ? "yes" : "no", Field.Store.NO));
        for (String tag : words.tags()) {
            document.add(new StringField(TAG, tag, Field.Store.NO));
            document.add(new TextField(Languages.title(Languages.NEUTRAL), tag, Field.Store.NO));
        }
        addText(document, words.language(), words.title(), true);
        for (Words text : words.texts()) {
            addText(document, text.language().isEmpty() ? words.language() : text.language(), text.text(), false);
        }
        return document;
    }

    private static void addText(Document document, String tag, String text, boolean title) {
        String language = Languages.of(tag);
        if (!language.equals(Languages.NEUTRAL)) {
            document.add(
                    new TextField(title ? Languages.title(language) : Languages.text(language), text, Field.Store.NO));
        }
        String neutral = title ? Languages.title(Languages.NEUTRAL) : Languages.text(Languages.NEUTRAL);
        document.add(new TextField(neutral, text, Field.Store.NO));
    }

    /** What is looked for, best first. Never fails on what a person typed. */
    public SearchHit.Page search(SearchWish wish) {
        if (wish.isEmpty() || wish.offset() + wish.limit() > DEEPEST) {
            return new SearchHit.Page(List.of(), false);
        }
        return found(new WishQuery(analyzer).of(wish), wish.words(), wish.offset(), wish.limit());
    }

    /** Threads about the same, for somebody who is about to ask. */
    public List<SearchHit> similar(String title, String text, String languageTag, int limit) {
        String language = Languages.of(languageTag);
        String words = (title + " " + title + " " + text).strip();
        if (words.length() > LONGEST_LIKENESS) {
            words = words.substring(0, LONGEST_LIKENESS);
        }
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                MoreLikeThis likeness = new MoreLikeThis(searcher.getIndexReader());
                likeness.setAnalyzer(analyzer);
                likeness.setMinTermFreq(1);
                likeness.setMinDocFreq(1);
                likeness.setMaxQueryTerms(20);
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                for (String field : List.of(Languages.title(language), Languages.text(language))) {
                    query.add(likeness.like(field, new StringReader(words)), BooleanClause.Occur.SHOULD);
                }
                return found(query.build(), title, 0, limit).hits();
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SearchHit.Page found(Query query, String words, int offset, int limit) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                TopDocs top = searcher.search(query, offset + limit + 1);
                Map<ObjectKey, String> keys = new LinkedHashMap<>();
                for (int i = offset; i < Math.min(top.scoreDocs.length, offset + limit); i++) {
                    ScoreDoc hit = top.scoreDocs[i];
                    Document document = searcher.storedFields().document(hit.doc);
                    keys.put(ObjectKey.ofText(document.get(KEY)), document.get(LANGUAGE));
                }
                return new SearchHit.Page(hits(keys.keySet(), words), top.scoreDocs.length > offset + limit);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<SearchHit> hits(Collection<ObjectKey> keys, String words) {
        Map<ObjectKey, ThreadWords> read = new HashMap<>();
        reading.words(keys).forEach(thread -> read.put(thread.thread(), thread));
        List<SearchHit> hits = new ArrayList<>();
        for (ObjectKey key : keys) {
            Optional.ofNullable(read.get(key)).ifPresent(thread -> hits.add(hit(thread, words)));
        }
        return hits;
    }

    private SearchHit hit(ThreadWords thread, String words) {
        Excerpts.Found best = null;
        boolean inAnswer = false;
        for (int i = 0; i < thread.texts().size(); i++) {
            Words text = thread.texts().get(i);
            String field =
                    Languages.text(Languages.of(text.language().isEmpty() ? thread.language() : text.language()));
            Excerpts.Found found = excerpts.best(field, text.text(), excerpts.terms(field, words));
            if (best == null || found.marks() > best.marks()) {
                best = found;
                inAnswer = i > 0;
            }
        }
        SearchHit.Excerpt excerpt = best == null ? new SearchHit.Excerpt("", List.of()) : best.excerpt();
        return new SearchHit(
                thread.thread(),
                thread.node(),
                thread.title(),
                thread.language(),
                thread.activeAt(),
                inAnswer,
                excerpt);
    }

    /** What the index on disk is up to date with. */
    private static Position position(IndexWriter writer) {
        Map<Integer, Long> sizes = new HashMap<>();
        long hidden = 0;
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            for (Map.Entry<String, String> entry : data) {
                if (entry.getKey().equals("hidden")) {
                    hidden = Long.parseLong(entry.getValue());
                } else {
                    sizes.put(Integer.valueOf(entry.getKey()), Long.valueOf(entry.getValue()));
                }
            }
        }
        return new Position(sizes, hidden);
    }

    /** Runs on the indexing thread, which has indexed by now all that it was told of a round ago. */
    private void commit() throws IOException {
        Position before = settled;
        settled = reading.position();
        if (!writer.hasUncommittedChanges()) {
            return;
        }
        Map<String, String> data = new HashMap<>();
        before.sizes().forEach((log, size) -> data.put(log.toString(), size.toString()));
        data.put("hidden", Long.toString(before.hidden()));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /** Finishes what is waiting, keeps it, and closes the files. */
    @Override
    public void close() {
        closed = true;
        try {
            CompletableFuture.runAsync(guarded(this::commit), indexing).join();
            indexing.shutdown();
            searchers.close();
            writer.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
