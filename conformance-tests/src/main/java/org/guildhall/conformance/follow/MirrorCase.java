package org.guildhall.conformance.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.guildhall.conformance.follow.RemoteNode.Answer;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.LogFollower;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Tail;

/**
 * Reads one node's log from another that mirrors it (chapter 10), and believes nothing but the node id: as somebody would
 * whose node, or whose neighbour's, is gone.
 */
public final class MirrorCase {
    private static final int PAGE_FRAMES = 256;
    private static final int PAGE_BYTES = 33_577_728;
    private static final int TAIL_BYTES = 33_585_924;
    private static final int PROBLEM_BYTES = 16_384;
    private static final String STRANGER = "did:key:z6MknHbSgcD3brZnBQkWTP87CXbfEeVeNDHc9r89xPtxUXfW";

    private final RemoteNode remote;
    private final String node;
    private final String base;
    private final Report report = new Report();

    private MirrorCase(RemoteNode remote, String node) {
        this.remote = remote;
        this.node = node;
        this.base = "/oqx/mirror/" + node;
    }

    /**
     * Runs the case.
     *
     * @param url a base address of the node that mirrors
     * @param node the node whose log is read
     */
    public static Report run(String url, String node) {
        URI uri = URI.create(url);
        String address = uri.getScheme().toLowerCase(Locale.ROOT) + "://"
                + uri.getAuthority().toLowerCase(Locale.ROOT);
        MirrorCase mirror = new MirrorCase(new RemoteNode(address), node);
        try {
            mirror.run();
        } catch (IOException e) {
            mirror.report.check("OQX-MIR-002", "the mirror answers", false, String.valueOf(e.getMessage()));
        } catch (Fault e) {
            mirror.report.check("OQX-MIR-003", "what is mirrored is what its owner signed", false, e.described());
        }
        return mirror.report;
    }

    private void run() throws IOException, Fault {
        Answer note = remote.get(base + "/checkpoint", Checkpoint.BYTES);
        report.check(
                "OQX-MIR-002",
                "the checkpoint is served as text",
                note.status() == 200 && note.mediaType().equals("text/plain"),
                note.seen());
        long size = claimedSize(note.body());
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        for (long page = 0; page * PAGE_FRAMES < size; page++) {
            Answer answer = remote.get(base + "/page/" + page, PAGE_BYTES, "Accept-Encoding", "gzip");
            boolean served = answer.status() == 200 && answer.mediaType().equals("application/vnd.oqx.frames");
            report.check("OQX-MIR-004", "page " + page + " is served", served, answer.seen());
            pages.writeBytes(answer.body());
        }
        List<Frame> frames = Frame.readAll(pages.toByteArray());
        report.check(
                "OQX-MIR-004", "nothing but what the checkpoint covers", frames.size() == size, frames.size() + "");
        LogFollower follower = new LogFollower(node, new Ed25519());
        follower.meet(introductions(frames));
        follower.advance(note.body(), 0, pages.toByteArray());
        report.check("OQX-MIR-003", "the entries lead to a root that the owner signed", true, "");
        report.fact("log", size + " entries of " + node);
        report.fact("root", Bytes.hex(follower.root()));
        tail(size, frames);
        refused("/page/" + (size / PAGE_FRAMES + 1), 404, "not-found");
        refused("/tail?from=" + (size + 1_000_000), 400, "range");
        refused("/tail?from=0&wait=31", 400, "bad-request");
        refused("/elsewhere", 404, "not-found");
        Answer stranger = remote.get("/oqx/mirror/" + STRANGER + "/checkpoint", PROBLEM_BYTES);
        report.check("OQX-MIR-006", "nothing is kept of strangers", stranger.status() == 404, stranger.seen());
    }

    /** Not believed, only how far to read. */
    private static long claimedSize(byte[] note) throws Fault {
        String[] lines = new String(note, UTF_8).split("\n", 3);
        if (lines.length < 3 || !lines[1].matches("[1-9][0-9]{0,8}")) {
            throw new Fault("checkpoint", "no size");
        }
        return Long.parseLong(lines[1]);
    }

    /** The owner's Node records, which are in its own log. */
    private List<SignedRecord> introductions(List<Frame> frames) throws Fault {
        List<SignedRecord> records = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.entry().kind() == 1
                    && frame.origin() == -1
                    && frame.payload().isPresent()) {
                records.add(SignedRecord.read(frame.payload().get()));
            }
        }
        return records;
    }

    private void tail(long size, List<Frame> frames) throws IOException, Fault {
        Answer answer = remote.get(base + "/tail?from=" + (size - 1) + "&wait=30", TAIL_BYTES);
        List<Frame> last = Frame.readAll(Tail.read(answer.body()).frames());
        boolean same = last.size() == 1
                && Arrays.equals(last.get(0).bytes(), frames.get((int) size - 1).bytes());
        report.check("OQX-MIR-002", "a tail has the frames of the pages", same, last.size() + " frames");
        long begin = System.nanoTime();
        Answer empty = remote.get(base + "/tail?from=" + size + "&wait=30", TAIL_BYTES);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        boolean atOnce = empty.status() == 200 && millis < 5_000;
        report.check("OQX-MIR-005", "a tail does not wait", atOnce, empty.seen() + ", " + millis + " ms");
    }

    private void refused(String path, int status, String code) throws IOException {
        Answer answer = remote.get(base + path, PROBLEM_BYTES);
        boolean problem = answer.mediaType().equals("application/problem+json")
                && new String(answer.body(), UTF_8).contains("urn:oqx:problem:" + code);
        report.check(
                "OQX-MIR-002",
                path + " is refused with " + status + " " + code,
                answer.status() == status && problem,
                answer.seen());
    }
}
