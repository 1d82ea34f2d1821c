package org.guildhall.conformance.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.guildhall.conformance.follow.RemoteNode.Answer;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Discovery;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.LogFollower;
import org.guildhall.conformance.oqx.Peering;
import org.guildhall.conformance.oqx.Tail;
import org.guildhall.conformance.oqx.TilePath;
import org.guildhall.conformance.oqx.Tree;

/**
 * Follows a running node from zero, as chapter 04 says, checks everything that it is given, and tries the resources of chapter 03 and some
 * refusals of chapter 07. It changes nothing at the node. The node may be in use meanwhile.
 */
public final class FollowCase {
    private static final String LOG = "/oqx/log";
    private static final int PAGE_FRAMES = 256;
    private static final int PAGE_BYTES = 33_577_728;
    private static final int TAIL_BYTES = 33_585_924;
    private static final int PROBLEM_BYTES = 16_384;
    private static final String FRAMES = "application/vnd.oqx.frames";
    private static final String TAIL = "application/vnd.oqx.tail";
    private static final String OCTETS = "application/octet-stream";

    private final RemoteNode remote;
    private final Optional<String> expectedNode;
    private final Ed25519 rule = new Ed25519();
    private final Report report = new Report();

    /** A case that can't go on; the reason is in the report. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private FollowCase(RemoteNode remote, Optional<String> expectedNode) {
        this.remote = remote;
        this.expectedNode = expectedNode;
    }

    /**
     * Runs the case.
     *
     * @param url a base address of the node; a slash at its end is forgiven
     * @param expectedNode the node id, where the caller knows it
     */
    public static Report run(String url, Optional<String> expectedNode) {
        URI uri = URI.create(url);
        String address = uri.getScheme().toLowerCase(Locale.ROOT) + "://"
                + uri.getAuthority().toLowerCase(Locale.ROOT);
        FollowCase follow = new FollowCase(new RemoteNode(address), expectedNode);
        long begin = System.nanoTime();
        try {
            follow.run();
        } catch (Stopped e) {
            follow.report.fact("stopped", "the case could not go on");
        } catch (IOException e) {
            follow.report.check("OQX-LOG-050", "the node answers", false, String.valueOf(e.getMessage()));
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        follow.report.fact(
                "requests",
                follow.remote.requests() + " in all, " + follow.remote.bytes() + " bytes, " + millis + " ms");
        return follow.report;
    }

    private void run() throws IOException, Stopped {
        Discovery discovery = discover();
        LogFollower follower = new LogFollower(discovery.node(), rule);
        try {
            follower.meet(discovery);
        } catch (Fault e) {
            throw stop("OQX-FOL-003", "discovery", e);
        }
        byte[] note = checkpoint();
        Checkpoint target;
        try {
            target = follower.checkpoint(note);
        } catch (Fault e) {
            throw stop("OQX-FOL-010", "the checkpoint is the node's", e);
        }
        report.check("OQX-FOL-010", "the checkpoint is the node's", true, "");
        int before = remote.requests();
        byte[] pages = pages(target.size());
        int requests = remote.requests() - before;
        try {
            follower.advance(note, 0, pages);
        } catch (Fault e) {
            throw stop("OQX-FOL-014", "the entries lead to the signed root", e);
        }
        report.check("OQX-FOL-014", "the entries lead to the signed root", true, "");
        List<Frame> frames = frames(pages).subList(0, (int) target.size());
        describe(target, frames, follower, requests);
        new PublisherRules(discovery.node(), report).check(frames, follower.outcomes());
        tail(follower, target, frames);
        tiles(frames);
        caching(target);
        refusals(target);
    }

    private Discovery discover() throws IOException, Stopped {
        Answer answer = remote.get("/.well-known/oqx", Discovery.BYTES);
        boolean served = answer.status() == 200 && answer.mediaType().equals("application/json");
        report.check("OQX-PEE-001", "discovery is served as JSON", served, answer.seen());
        try {
            Discovery discovery = Discovery.read(answer.body(), remote.address(), rule);
            boolean expected = expectedNode.map(discovery.node()::equals).orElse(true);
            report.check("OQX-PEE-004", "it is the expected node", expected, discovery.node());
            report.fact("node", discovery.node());
            report.fact("fingerprint", Peering.fingerprint(discovery.node()));
            report.fact("name", discovery.chain().newest().json().path("name").textValue());
            report.check("OQX-PEE-003", "discovery is in order", true, "");
            return discovery;
        } catch (Fault e) {
            throw stop("OQX-PEE-003", "discovery is in order", e);
        }
    }

    private byte[] checkpoint() throws IOException {
        Answer answer = remote.get(LOG + "/checkpoint", Checkpoint.BYTES);
        report.check(
                "OQX-LOG-050",
                "the checkpoint is served as text",
                answer.status() == 200 && answer.mediaType().equals("text/plain"),
                answer.seen());
        return answer.body();
    }

    /** All pages up to a size, joined. */
    private byte[] pages(long size) throws IOException, Stopped {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (long page = 0; page * PAGE_FRAMES < size; page++) {
            Answer answer = remote.get(LOG + "/page/" + page, PAGE_BYTES, "Accept-Encoding", "gzip");
            if (answer.status() != 200 || !answer.mediaType().equals(FRAMES)) {
                report.check("OQX-LOG-050", "page " + page + " is served", false, answer.seen());
                throw new Stopped();
            }
            int frames = frames(answer.body()).size();
            boolean full = frames == PAGE_FRAMES || page * PAGE_FRAMES + frames >= size;
            if (!full || frames > PAGE_FRAMES) {
                report.check("OQX-LOG-060", "page " + page + " is whole", false, frames + " frames");
                throw new Stopped();
            }
            all.writeBytes(answer.body());
        }
        report.check("OQX-LOG-060", "every page is whole", true, "");
        return all.toByteArray();
    }

    private List<Frame> frames(byte[] bytes) throws Stopped {
        try {
            return Frame.readAll(bytes);
        } catch (Fault e) {
            throw stop("OQX-LOG-040", "frames have the form", e);
        }
    }

    private void describe(Checkpoint target, List<Frame> frames, LogFollower follower, int requests) {
        Map<String, Integer> kinds = new TreeMap<>();
        follower.taken().forEach(record -> kinds.merge(record.kind(), 1, Integer::sum));
        Map<String, Integer> outcomes = new TreeMap<>();
        follower.outcomes().forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
        long included = frames.stream().filter(frame -> frame.origin() >= 0).count();
        report.fact("log", target.size() + " entries in " + requests + " pages, " + included + " of them included");
        report.fact("root", Bytes.hex(target.root()));
        report.fact("records", text(kinds));
        report.fact("outcomes", text(outcomes));
        report.fact("conflicts", String.valueOf(follower.conflicts().size()));
    }

    private static String text(Map<String, Integer> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((name, number) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(number));
        return text.toString();
    }

    private void tail(LogFollower follower, Checkpoint target, List<Frame> known) throws IOException, Stopped {
        long from = Math.max(0, target.size() - 3);
        Answer answer = remote.get(LOG + "/tail?from=" + from + "&wait=0", TAIL_BYTES);
        report.check(
                "OQX-LOG-071",
                "a tail is served",
                answer.status() == 200 && answer.mediaType().equals(TAIL),
                answer.seen());
        report.check(
                "OQX-LOG-072",
                "a tail is not stored",
                answer.header("Cache-Control").contains("no-store"),
                answer.header("Cache-Control"));
        try {
            Tail tail = Tail.read(answer.body());
            Checkpoint checkpoint = follower.checkpoint(tail.checkpoint());
            long end = Math.min(checkpoint.size(), (from / PAGE_FRAMES + 1) * PAGE_FRAMES);
            List<Frame> repeated = frames(tail.frames());
            int frames = repeated.size();
            report.check(
                    "OQX-LOG-071",
                    "a tail reaches the end of the log or page",
                    frames == end - from,
                    frames + " frames");
            boolean same = true;
            for (int i = 0; i < frames && from + i < known.size(); i++) {
                same &= Arrays.equals(
                        repeated.get(i).bytes(), known.get((int) from + i).bytes());
            }
            report.check("OQX-LOG-071", "a tail has the frames of the pages", same, "others from " + from + " on");
            if (from + frames >= checkpoint.size()) {
                follower.advance(tail.checkpoint(), from, tail.frames());
            }
            report.check("OQX-FOL-014", "a tail leads to the signed root", true, "");
        } catch (Fault e) {
            report.check("OQX-FOL-014", "a tail leads to the signed root", false, e.described());
        }
        long begin = System.nanoTime();
        Answer waited = remote.get(LOG + "/tail?from=" + follower.size() + "&wait=1", TAIL_BYTES);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        try {
            boolean nothingNew =
                    follower.checkpoint(Tail.read(waited.body()).checkpoint()).size() == follower.size();
            report.check(
                    "OQX-LOG-070",
                    "a tail waits as long as it is asked to",
                    (!nothingNew || millis >= 900) && millis <= 3000,
                    millis + " ms");
        } catch (Fault e) {
            report.check("OQX-LOG-070", "a tail that has waited answers", false, waited.seen() + ", " + e.described());
        }
    }

    /** The first tile of each kind, against the entries that were verified. */
    private void tiles(List<Frame> frames) throws IOException {
        int width = Math.min(frames.size(), PAGE_FRAMES);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        Tree first = new Tree();
        for (Frame frame : frames.subList(0, width)) {
            hashes.writeBytes(frame.entry().leafHash());
            entries.writeBytes(Bytes.u16(Entry.BYTES));
            entries.writeBytes(frame.entry().bytes());
            first.append(frame.entry().leafHash());
        }
        tile(new TilePath("0", 0, width(width)), hashes.toByteArray());
        tile(new TilePath("entries", 0, width(width)), entries.toByteArray());
        if (width == PAGE_FRAMES) {
            int above = Math.min(frames.size() / PAGE_FRAMES, PAGE_FRAMES);
            Answer answer = remote.get(LOG + "/" + new TilePath("1", 0, width(above)).path(), 8192);
            boolean begins = answer.status() == 200
                    && answer.body().length == 32 * above
                    && Arrays.equals(Arrays.copyOf(answer.body(), 32), first.root());
            report.check(
                    "OQX-LOG-062",
                    "the first tile of level 1 begins with the first page's hash",
                    begins,
                    answer.seen());
        }
    }

    private static OptionalInt width(int width) {
        return width == PAGE_FRAMES ? OptionalInt.empty() : OptionalInt.of(width);
    }

    private void tile(TilePath tile, byte[] expected) throws IOException {
        Answer answer = remote.get(LOG + "/" + tile.path(), 20_480);
        boolean same =
                answer.status() == 200 && answer.mediaType().equals(OCTETS) && Arrays.equals(answer.body(), expected);
        report.check("OQX-LOG-062", tile.path() + " is what the entries make it", same, answer.seen());
        if (tile.width().isEmpty()) {
            String caching = answer.header("Cache-Control");
            report.check("OQX-LOG-064", tile.path() + " is marked immutable", caching.contains("immutable"), caching);
        }
    }

    private void caching(Checkpoint target) throws IOException {
        String path = LOG + "/page/0";
        Answer plain = remote.get(path, PAGE_BYTES);
        String tag = plain.header("ETag");
        report.check(
                "OQX-LOG-061",
                "a page has an ETag",
                !tag.isEmpty(),
                plain.headers().map().keySet().toString());
        report.check(
                "OQX-LOG-061",
                "a page is not marked immutable",
                !plain.header("Cache-Control").contains("immutable"),
                plain.header("Cache-Control"));
        report.check(
                "OQX-LOG-055",
                "nothing is compressed unasked",
                plain.header("Content-Encoding").isEmpty(),
                plain.header("Content-Encoding"));
        if (!tag.isEmpty() && target.size() >= PAGE_FRAMES) {
            Answer again = remote.get(path, PAGE_BYTES, "If-None-Match", tag);
            report.check(
                    "OQX-LOG-061", "a page that did not change is not sent again", again.status() == 304, again.seen());
        }
        Answer compressed = remote.get(path, PAGE_BYTES, "Accept-Encoding", "gzip");
        boolean varies = compressed.header("Content-Encoding").isEmpty()
                || compressed.header("Vary").toLowerCase(Locale.ROOT).contains("accept-encoding");
        report.check("OQX-LOG-055", "a compressed page says what it varies with", varies, compressed.header("Vary"));
        boolean same = target.size() < PAGE_FRAMES || Arrays.equals(compressed.body(), plain.body());
        report.check("OQX-LOG-055", "a compressed page is the page", same, compressed.seen());
    }

    private void refusals(Checkpoint target) throws IOException {
        refusal("OQX-LOG-073", "GET", LOG + "/tail?from=" + (target.size() + 1_000_000), 400, "range");
        refusal("OQX-LOG-073", "GET", LOG + "/tail", 400, "bad-request");
        refusal("OQX-LOG-073", "GET", LOG + "/tail?from=-1", 400, "bad-request");
        refusal("OQX-LOG-073", "GET", LOG + "/tail?from=00", 400, "bad-request");
        refusal("OQX-LOG-073", "GET", LOG + "/tail?from=0&wait=31", 400, "bad-request");
        refusal("OQX-LOG-073", "GET", LOG + "/tail?from=0&wait=soon", 400, "bad-request");
        refusal("OQX-LOG-054", "GET", LOG + "/page/" + (target.size() / PAGE_FRAMES + 100), 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/page/00", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/page/-1", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/tile/0/0", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/tile/64/000", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/tile/0/x999/999", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/tile/0/000.p/256", 404, "not-found");
        refusal("OQX-LOG-054", "GET", LOG + "/elsewhere", 404, "not-found");
        refusal("OQX-LOG-054", "DELETE", LOG + "/checkpoint", 405, "method-not-allowed");
        proposal("an unsigned proposal", "{}", "application/json", 401, "signature-missing");
        proposal("a proposal of another type", "<x/>", "text/xml", 415, "media-type");
        proposal("a proposal that is too large", "x".repeat(16_385), "application/json", 413, "too-large");
    }

    private void refusal(String requirement, String method, String path, int status, String code) throws IOException {
        Answer answer = remote.send(method, path, new byte[0], PROBLEM_BYTES);
        problem(requirement, method + " " + path.replace(LOG, ""), answer, status, code);
    }

    private void proposal(String what, String body, String type, int status, String code) throws IOException {
        Answer answer = remote.send("POST", "/oqx/peering", body.getBytes(UTF_8), PROBLEM_BYTES, "Content-Type", type);
        problem("OQX-PEE-031", what, answer, status, code);
    }

    private void problem(String requirement, String what, Answer answer, int status, String code) {
        String type = "";
        boolean whole = false;
        if (answer.mediaType().equals("application/problem+json")) {
            try {
                JsonNode problem = new ObjectMapper().readTree(answer.body());
                type = problem.path("type").asText();
                whole = problem.path("status").asInt() == status
                        && problem.path("title").isTextual()
                        && problem.path("detail").isTextual();
            } catch (IOException e) {
                type = "no JSON";
            }
        }
        boolean kept = answer.status() == status && type.equals("urn:oqx:problem:" + code);
        report.check(requirement, what + " is refused with " + status + " " + code, kept, answer.seen() + " " + type);
        report.check("OQX-LIM-050", what + " gets a problem document", whole, answer.seen());
    }

    private Stopped stop(String requirement, String what, Fault fault) {
        report.check(requirement, what, false, fault.described());
        return new Stopped();
    }
}
