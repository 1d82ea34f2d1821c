package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.log.Frame;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/**
 * The import of a real site, compared with the dump as other code reads it: counts and the score of every post. Imported
 * again, it adds nothing. A second node follows from zero and ends with the same, in how many requests and bytes.
 */
final class ImportAndFollow {
    private static final Map<String, String> COUNTED = new LinkedHashMap<>(Map.of(
            "questions", "post where kind = 3 and visible",
            "answers", "post where kind = 4 and visible",
            "comments", "post where kind = 5 and visible",
            "accepted", "thread where accepted is not null",
            "members", "member",
            "links", "thread_link"));

    private ImportAndFollow() {}

    public static void main(String[] args) throws Exception {
        Optional<StackExchange> found = StackExchange.find();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: ../shared/data/se-iot-2017 is not there");
            return;
        }
        StackExchange dump = found.get();
        Path directory = Files.createTempDirectory("bench-import-");
        boolean good = true;
        try (ServedNode importer = ServedNode.make(directory.resolve("importer"), "Importer");
                ServedNode follower = ServedNode.make(directory.resolve("follower"), "Follower")) {
            Report report = new Report("ImportAndFollow");
            importer.start();
            long start = System.nanoTime();
            importer.command("import", "stackexchange", dump.folder().toString());
            report.figure("import", (System.nanoTime() - start) / 1e9, "s");
            long size = log(importer).path("entries").asLong();
            importer.command("import", "stackexchange", dump.folder().toString());
            long again = log(importer).path("entries").asLong();
            good &= same(report, "entries after the second import", size, again);
            importer.stop();

            StackExchange.Counts counts = dump.counts();
            Map<String, Long> here = new LinkedHashMap<>();
            try (Inside inside = Inside.of(importer)) {
                for (Map.Entry<String, String> counted : COUNTED.entrySet()) {
                    here.put(counted.getKey(), inside.count(counted.getValue()));
                }
                good &= same(report, "questions", counts.questions(), here.getOrDefault("questions", 0L));
                good &= same(report, "answers", counts.answers(), here.getOrDefault("answers", 0L));
                good &= same(report, "accepted answers", counts.accepted(), here.getOrDefault("accepted", 0L));
                good &= same(report, "comments", counts.comments(), here.getOrDefault("comments", 0L));
                good &= same(
                        report,
                        "posts with the score of the oracle",
                        dump.scores().size(),
                        rightScores(inside, importer, dump));
            }

            importer.start();
            follower.start();
            start = System.nanoTime();
            follower.acceptInvitationOf(importer);
            // Members who vote and the peering itself log nothing more: the size is final.
            JsonNode peer = awaitLevel(follower, again);
            // The tail that waits for news now is not part of catching up.
            int requests = peer.path("requests").asInt() - 1;
            int most = (int) (again / Frame.PAGE) + 5;
            report.figure("followed from zero", (System.nanoTime() - start) / 1e9, "s")
                    .condition("entries", String.valueOf(again))
                    .figure("bytes", peer.path("bytes").asDouble(), "bytes")
                    .atMost("requests", requests, most, "requests");
            good &= requests <= most;
            String rootThere = log(importer).path("root").asText();
            String rootHere = "";
            JsonNode owner = log(importer).path("node");
            for (JsonNode log :
                    follower.command("log", "verify", "--json").json().path("logs")) {
                rootHere = log.path("node").equals(owner) ? log.path("root").asText() : rootHere;
            }
            report.condition("root there", rootThere).condition("root here", rootHere);
            good &= rootThere.equals(rootHere) && !rootHere.isEmpty();
            follower.stop();
            try (Inside inside = Inside.of(follower)) {
                for (Map.Entry<String, String> counted : COUNTED.entrySet()) {
                    // Each node has an administrator of its own.
                    long own = counted.getKey().equals("members") ? 1 : 0;
                    good &= same(
                            report,
                            "followed " + counted.getKey(),
                            here.getOrDefault(counted.getKey(), 0L) + own,
                            inside.count(counted.getValue()));
                }
                good &= same(report, "set back", 0, inside.count("setback"));
                good &= same(report, "followed scores", dump.scores().size(), rightScores(inside, importer, dump));
            }
            report.condition("all as expected", String.valueOf(good)).print();
        } finally {
            Posting.delete(directory);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean same(Report report, String what, long expected, long found) {
        report.condition(what, found + (expected == found ? " (as expected)" : " BUT EXPECTED " + expected));
        return expected == found;
    }

    /** What {@code log verify} says of the node's own log. */
    private static JsonNode log(ServedNode node) {
        for (JsonNode log : node.command("log", "verify", "--json").json().path("logs")) {
            if (log.path("own").asBoolean()) {
                return log;
            }
        }
        throw new IllegalStateException("a node has a log");
    }

    private static JsonNode awaitLevel(ServedNode follower, long size) throws InterruptedException {
        long deadline = System.nanoTime() + 300_000_000_000L;
        while (System.nanoTime() < deadline) {
            JsonNode answer = follower.command("peer", "ls", "--json").json();
            JsonNode peer = (answer.isArray() ? answer : answer.path("peers")).path(0);
            if (peer.path("size").asLong() >= size) {
                return peer;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the follower did not come level");
    }

    private static long rightScores(Inside inside, ServedNode importer, StackExchange dump) throws Exception {
        NodeId node = DataDirectory.open(importer.data()).readNode();
        Map<String, Long> scores = new LinkedHashMap<>();
        for (List<String> row : inside.rows("select object_key, up - down from post where kind in (3, 4)")) {
            scores.put(row.get(0), Long.valueOf(row.get(1)));
        }
        long right = 0;
        for (Map.Entry<String, Long> expected : dump.scores().entrySet()) {
            ObjectId post = new ObjectId(node, NamedUuid.imported(node, StackExchange.SITE, "post", expected.getKey()));
            String key = HexFormat.of().formatHex(post.key().toBytes());
            right += expected.getValue().equals(scores.get(key)) ? 1 : 0;
        }
        return right;
    }
}
