package org.guildhall.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.guildhall.record.ObjectId;

/**
 * Question pages a second, as a share of a handler that returns the same bytes and does nothing else: out of the cache,
 * out of the store (a query in the address passes the cache by), and as a reader who is signed in. The load comes from this
 * process, the servers are processes of their own, all on the same cores.
 *
 * <p>Arguments: {@code [records=5000] [seconds=5]}.
 */
final class PageReading {
    private static final long SEED = 7;
    private static final double MARK_CACHED = 0.25;
    private static final double MARK_STORE = 0.03;
    private static final int[] CONNECTIONS = {8, 64};
    /** A page passes through far more code than the bare handler, and the compilers need their time for it. */
    private static final long WARM_MILLIS = 20_000;

    private PageReading() {}

    public static void main(String[] args) throws Exception {
        int records = Arguments.of(args, "records", 5_000);
        long millis = Arguments.of(args, "seconds", 5) * 1_000L;
        Path directory = Files.createTempDirectory("bench-pages-");
        try (ServedNode node = ServedNode.make(directory.resolve("node"), "Pages")) {
            Generated.Content content = Generated.fill(node, records, SEED);
            node.start();
            byte[] page = page(node.address(), content);
            String path = pathOf(node.address(), content);
            Path file = Files.write(directory.resolve("page.html"), page);
            Member member = Member.signedIn(node.address(), node.admin(), node.password());
            List<String> everyPage = content.questions().stream()
                    .map(question -> path(question) + "?n=1")
                    .toList();
            Report report = new Report("PageReading")
                    .condition("records", String.valueOf(records))
                    .figure("size of the page", page.length / 1024.0, "KiB");
            try (BareServer bare = BareServer.serving(file)) {
                warm(bare.address(), List.of("/"));
                warm(node.address(), everyPage);
                for (int connections : CONNECTIONS) {
                    String at = ", " + connections + " connections";
                    double limit = measure(bare.address(), List.of("/"), "", connections, millis)
                            .rate();
                    Load.Result cached = measure(node.address(), List.of(path), "", connections, millis);
                    double limitAgain = measure(bare.address(), List.of("/"), "", connections, millis)
                            .rate();
                    Load.Result stored = measure(node.address(), List.of(path + "?n=1"), "", connections, millis);
                    Load.Result spread = measure(node.address(), everyPage, "", connections, millis);
                    Load.Result signedIn = measure(
                            node.address(), List.of(path), "cookie: " + member.cookie() + "\r\n", connections, millis);
                    double bareRate = Math.max(limit, limitAgain);
                    report.figure("bare handler" + at, bareRate, "/s")
                            .figure("cached" + at, cached.rate(), "/s")
                            .figure("cached p50" + at, cached.p50(), "ms")
                            .figure("cached p99" + at, cached.p99(), "ms")
                            .figure("from the store" + at, stored.rate(), "/s")
                            .figure("from the store p50" + at, stored.p50(), "ms")
                            .figure("from the store p99" + at, stored.p99(), "ms")
                            .figure("from the store, all pages in turn" + at, spread.rate(), "/s")
                            .figure("signed in" + at, signedIn.rate(), "/s")
                            .figure("signed in p50" + at, signedIn.p50(), "ms")
                            .figure("signed in p99" + at, signedIn.p99(), "ms")
                            .ratio(
                                    "cached" + at + " as a share of the bare handler",
                                    cached.rate() / bareRate,
                                    MARK_CACHED)
                            .ratio(
                                    "store" + at + " as a share of the bare handler",
                                    stored.rate() / bareRate,
                                    MARK_STORE);
                }
            }
            report.print();
        } finally {
            Posting.delete(directory);
        }
    }

    /** After a warm-up of the same kind and length. */
    private static Load.Result measure(URI server, List<String> paths, String headers, int connections, long millis)
            throws Exception {
        Load load = new Load(server, paths, headers);
        load.run(connections, millis);
        return load.run(connections, millis);
    }

    private static void warm(URI server, List<String> paths) throws Exception {
        new Load(server, paths, "").run(CONNECTIONS[0], WARM_MILLIS);
    }

    /** The page of the thread whose size is the median of the first hundred. */
    private static String pathOf(URI server, Generated.Content content) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        record Sized(String path, int size) {}
        java.util.ArrayList<Sized> pages = new java.util.ArrayList<>();
        for (ObjectId question :
                content.questions().subList(0, Math.min(100, content.questions().size()))) {
            pages.add(new Sized(path(question), get(http, server, path(question)).length));
        }
        pages.sort(java.util.Comparator.comparingInt(Sized::size));
        return pages.get(pages.size() / 2).path();
    }

    private static byte[] page(URI server, Generated.Content content) throws Exception {
        return get(HttpClient.newHttpClient(), server, pathOf(server, content));
    }

    private static String path(ObjectId question) {
        return "/q/" + question.key().text();
    }

    private static byte[] get(HttpClient http, URI server, String path) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode());
        }
        return answer.body();
    }
}
