package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What monitoring reads, as it reads it. */
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\.)*\",?)*})?) (NaN|[+-]?Inf|[-+0-9.eE]+)");

    @TempDir
    Path parent;

    @Test
    void servesPrometheusOnTheAdministrativePortAlone() throws Exception {
        try (RunningNode one = RunningNode.start(parent.resolve("one"), "--name", "One");
                RunningNode two = RunningNode.start(parent.resolve("two"), "--name", "Two")) {
            String invitation = one.command("peer", "invite").out().strip();
            two.command("peer", "accept", invitation);
            String peer = "{peer=\"" + one.made().path("fingerprint").asText() + "\"}";
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(scraped(two))
                            .containsEntry("guildhall_peer_behind_records" + peer, 0.0)
                            .containsEntry("guildhall_peer_up" + peer, 1.0));
            Map<String, Double> samples = scraped(two);
            assertThat(samples)
                    .containsEntry("guildhall_ready", 1.0)
                    .containsEntry("guildhall_signing_permitted", 1.0)
                    .containsEntry("guildhall_equivocations", 0.0)
                    .containsEntry("guildhall_held_posts", 0.0)
                    .containsEntry("guildhall_log_unsigned_entries", 0.0)
                    .containsEntry("guildhall_peer_behind_seconds" + peer, 0.0)
                    .containsEntry("guildhall_peer_faults" + peer, 0.0)
                    .containsKeys(
                            "guildhall_log_entries",
                            "guildhall_log_checkpoint_age_seconds",
                            "guildhall_store_queue_tasks",
                            "guildhall_store_commit_seconds_count",
                            "guildhall_store_commit_seconds_sum",
                            "guildhall_followers_waiting",
                            "guildhall_peer_last_seen_timestamp_seconds" + peer,
                            "jvm_threads_live_threads");
            assertThat(samples.keySet()).anyMatch(name -> name.startsWith("vertx_http_server_"));
            assertThat(samples.keySet())
                    .as("an address of others is no label")
                    .noneMatch(name -> name.contains("127.0.0.1"));
            assertThat(two.get("/metrics").statusCode()).isEqualTo(404);

            one.close();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(scraped(two))
                            .containsEntry("guildhall_peer_up" + peer, 0.0)
                            .containsEntry("guildhall_peer_behind_records" + peer, Double.NaN));
            assertThat(scraped(two).get("guildhall_peer_faults" + peer)).isPositive();
            Spoken listed = two.command("peer", "ls");
            assertThat(listed.out()).containsPattern("\\? since [0-9: -]+: ").contains("THEY-HAVE");
            Spoken line = two.command("status", "--line");
            assertThat(line.exitCode()).isEqualTo(1);
            assertThat(line.out())
                    .startsWith("GUILDHALL WARNING - One: ")
                    .contains("| entries=")
                    .contains("unknown=1");
        }
    }

    /** Strangers choose paths, methods, hosts; none of it may become a label. */
    @Test
    void a31HasNoMoreSamplesHoweverOddlyItIsAsked() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("node"))) {
            HttpClient client = HttpClient.newHttpClient();
            ask(client, node, "FIRST", "/first");
            ask(client, node, "GET", "/first");
            int before = scraped(node).size();
            for (int i = 0; i < 30; i++) {
                ask(client, node, "ODD" + i, "/odd/" + i);
                ask(client, node, "GET", "/q/" + i + "?a=" + i);
            }
            assertThat(scraped(node).size()).isLessThan(before + 15);
        }
    }

    private static void ask(HttpClient client, RunningNode node, String method, String path) throws Exception {
        client.send(
                HttpRequest.newBuilder(node.address().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /** Every line is a comment or a sample, and no sample stands twice. */
    private static Map<String, Double> scraped(RunningNode node) throws Exception {
        HttpResponse<String> answer = node.getFromAdminPort("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        Map<String, Double> samples = new TreeMap<>();
        for (String line : answer.body().lines().toList()) {
            if (!line.startsWith("# ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String value = sample.group(2).replace("Inf", "Infinity");
                assertThat(samples.put(sample.group(1), Double.valueOf(value)))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }
}
