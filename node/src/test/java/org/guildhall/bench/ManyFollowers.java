package org.guildhall.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a record costs its publisher when 1, 10 and 100 follow: processor time a record, beside what the same number of plain
 * reads of the same bytes costs it. A follower here is an open tail that asks for more as soon as it is answered.
 *
 * <p>Arguments: {@code [records=300]}.
 */
final class ManyFollowers {
    private static final int[] FOLLOWERS = {0, 1, 10, 100};
    private static final int READS = 3_000;
    /** A share of what plain reads cost: a follower may cost its read, and little more. */
    private static final double MARK = 2;

    private ManyFollowers() {}

    public static void main(String[] args) throws Exception {
        int records = Arguments.of(args, "records", 300);
        Path directory = Files.createTempDirectory("bench-followers-");
        try (ServedNode node = ServedNode.make(directory.resolve("node"), "Publisher")) {
            node.start();
            Member member = Member.signedIn(node.address(), node.admin(), node.password());
            // The first of everything is slow.
            post(member, records, "warm");
            Report report = new Report("ManyFollowers").condition("records each time", String.valueOf(records));
            double read = microsOfRead(node);
            report.figure("a plain read of a checkpoint with its newest record", read, "µs");
            double alone = 0;
            for (int followers : FOLLOWERS) {
                double micros = microsOfRecord(node, member, followers, records);
                report.figure("a record with " + followers + " followers", micros, "µs");
                if (followers == 0) {
                    alone = micros;
                } else {
                    report.figure("more than with none, for each of " + followers, (micros - alone) / followers, "µs");
                }
                if (followers == FOLLOWERS[FOLLOWERS.length - 1]) {
                    report.atMost(
                            "a follower more, in plain reads, with " + followers,
                            (micros - alone) / followers / read,
                            MARK,
                            "reads");
                }
            }
            report.print();
        } finally {
            Posting.delete(directory);
        }
    }

    private static void post(Member member, int records, String name) throws Exception {
        for (int i = 0; i < records; i++) {
            member.ask("Question " + i + " " + name, "Does it cost more when many listen?");
        }
    }

    /** The publisher's processor time for each record that a member posts while so many follow, in microseconds. */
    private static double microsOfRecord(ServedNode node, Member member, int followers, int records) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicLong answers = new AtomicLong();
        long size = size(http, node);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < followers; i++) {
            all.add(follow(http, node, i, size, going, answers));
        }
        double before = node.processorSeconds();
        post(member, records, "for " + followers);
        double used = node.processorSeconds() - before;
        going.set(false);
        // Each is answered once more, by this.
        post(member, 1, "last for " + followers);
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        if (followers > 0 && answers.get() < followers) {
            throw new IllegalStateException("the followers were not answered: " + answers);
        }
        return used * 1e6 / records;
    }

    private static CompletableFuture<Void> follow(
            HttpClient http, ServedNode node, int follower, long from, AtomicBoolean going, AtomicLong answers) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(node.address() + "/oqx/log/tail?from=" + from + "&wait=25"))
                                // As by the proxy on this machine: each follower has an address of its own.
                                .header("X-Forwarded-For", "10.7.0." + (follower + 1))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .thenCompose(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException("a tail was answered by " + answer.statusCode());
                    }
                    answers.incrementAndGet();
                    return going.get()
                            ? follow(http, node, follower, sizeOf(answer.body()), going, answers)
                            : CompletableFuture.completedFuture(null);
                });
    }

    /** The same answer, asked for by one connection: what a read costs the publisher. */
    private static double microsOfRead(ServedNode node) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long size = size(http, node);
        HttpRequest request = request(node, "/oqx/log/tail?from=" + (size - 1) + "&wait=0");
        for (int i = 0; i < READS; i++) {
            http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        double before = node.processorSeconds();
        for (int i = 0; i < READS; i++) {
            http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        return (node.processorSeconds() - before) * 1e6 / READS;
    }

    private static long size(HttpClient http, ServedNode node) throws Exception {
        return sizeOf(http.send(request(node, "/oqx/log/tail?from=0&wait=0"), HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }

    /** The size in the checkpoint that a tail begins with: its second line. */
    private static long sizeOf(byte[] tail) {
        int length = ByteBuffer.wrap(tail).getInt();
        return Long.parseLong(new String(tail, 4, length, java.nio.charset.StandardCharsets.UTF_8).split("\n", 3)[1]);
    }

    private static HttpRequest request(ServedNode node, String path) {
        return HttpRequest.newBuilder(URI.create(node.address() + path)).build();
    }
}
