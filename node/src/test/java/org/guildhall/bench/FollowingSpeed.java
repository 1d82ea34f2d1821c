package org.guildhall.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.log.Frame;

/**
 * A node follows another from zero over HTTP, each a process of its own, until the last record can be read as a page there;
 * against what the same verifier does with the same signatures on all cores.
 *
 * <p>The verifier runs a while before it is measured, so the follower does, too: it follows another publisher with as many
 * records first, which is told as the figure of a cold start. The pages of the publisher are read once before. What the
 * database does with the same rows when nothing else is done is told beside it.
 *
 * <p>Arguments: {@code [records=20000] [profile=FILE.jfr]}; the profile is that of the follower, and it costs some of the speed.
 */
final class FollowingSpeed {
    private static final long SEED = 20_261_121;
    private static final double MARK = 0.25;
    /** About as many records as a follower stores at once. */
    private static final int BATCH = 1_600;

    /** Seldom: a page that is not there is an answer, too, and the follower has to give it. */
    private static final long POLL_MILLIS = 50;

    private FollowingSpeed() {}

    public static void main(String[] args) throws Exception {
        int count = Arguments.of(args, "records", 20_000);
        String profile = Arguments.of(args, "profile", "");
        String[] options = profile.isEmpty()
                ? new String[0]
                : new String[] {"-XX:StartFlightRecording=settings=profile,filename=" + profile};
        Path directory = Files.createTempDirectory("bench-following-");
        try (ServedNode first = ServedNode.make(directory.resolve("first"), "First");
                ServedNode publisher = ServedNode.make(directory.resolve("publisher"), "Publisher");
                ServedNode follower = ServedNode.make(directory.resolve("follower"), "Follower", options)) {
            Report report = new Report("FollowingSpeed")
                    .condition("records", String.valueOf(count))
                    .condition("profiled", String.valueOf(!profile.isEmpty()));
            Generated.Content before = Generated.fill(first, count, SEED + 1);
            Generated.Content content = Generated.fill(publisher, count, SEED);
            report.figure(
                    "bytes a record",
                    content.records().stream()
                            .mapToInt(record -> record.payload().bytes().length)
                            .average()
                            .orElse(0),
                    "bytes");
            first.start();
            publisher.start();
            follower.start();
            // The bench itself needs a warm client; a page that is there is as good as another.
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            publisher.awaitPage(http, content.pageOfLast(), 5, 10);
            int cores = Runtime.getRuntime().availableProcessors();
            double cold = followed(follower, first, before, http, count).rate();
            readPages(http, publisher, count);
            VerifyRate.of(content.records(), cores);
            double limitBefore = VerifyRate.of(content.records(), cores);
            Following warm = followed(follower, publisher, content, http, count);
            double limit = (limitBefore + VerifyRate.of(content.records(), cores)) / 2;

            follower.command("log", "verify");
            follower.stop();
            double alone = DatabaseAlone.records(follower, directory.resolve("alone"), BATCH);
            report.figure("signatures verified on " + cores + " cores", limit, "/s")
                    .figure("records followed by a cold follower", cold, "/s")
                    .figure("records followed until readable", warm.rate(), "/s")
                    .figure("time", warm.seconds(), "s")
                    .figure("the same rows, put in by the database alone", alone, "/s")
                    .figure("the database alone as a share of verifying", alone / limit * 100, "%")
                    // Tells the work from the wait when others use the machine, too.
                    .figure("the follower's processor time a record", warm.processorSeconds() * 1e6 / count, "µs")
                    .ratio("following as a share of verifying", warm.rate() / limit, MARK)
                    .print();
        } finally {
            Posting.delete(directory);
        }
    }

    private record Following(double rate, double seconds, double processorSeconds) {}

    private static Following followed(
            ServedNode follower, ServedNode publisher, Generated.Content content, HttpClient http, int count)
            throws Exception {
        String invitation = publisher.command("peer", "invite").out().strip();
        double used = follower.processorSeconds();
        long start = System.nanoTime();
        follower.command("peer", "accept", invitation);
        long end = follower.awaitPage(http, content.pageOfLast(), POLL_MILLIS, 600);
        double seconds = (end - start) / 1e9;
        return new Following(count / seconds, seconds, follower.processorSeconds() - used);
    }

    private static void readPages(HttpClient http, ServedNode publisher, int count) throws Exception {
        for (int page = 0; page < count / Frame.PAGE; page++) {
            HttpRequest request = HttpRequest.newBuilder(publisher.address().resolve("/oqx/log/page/" + page))
                    .build();
            http.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }
}
