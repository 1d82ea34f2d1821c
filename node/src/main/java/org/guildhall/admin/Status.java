package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.guildhall.admin.doctor.OwnCertificate;
import org.guildhall.admin.setup.Config;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.store.Census;
import org.guildhall.store.Commit;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.Writer;

/**
 * {@code GET /status}: how the node is. {@code level} is {@code well}, {@code attention} when somebody should look at one of
 * {@code attention}, or {@code critical} when readers are not served or nothing may be signed any more.
 */
public final class Status implements AdminCommand {
    /** What never changes while the node runs. */
    public record Installed(Path directory, Config config, String version, Instant startedAt) {}

    private final Installed installed;
    private final Writer writer;
    private final Census census;
    private final SigningPermit permit;
    private final Followers followers;
    private final PeerFigures figures;
    private final ProtocolEndpoints endpoints;
    private final Proposals proposals;
    private final OwnCertificate certificate;
    private final Quorum quorum;
    private final BooleanSupplier ready;
    private final Clock clock;

    public Status(
            Installed installed,
            Writer writer,
            Census census,
            SigningPermit permit,
            Followers followers,
            PeerFigures figures,
            ProtocolEndpoints endpoints,
            Proposals proposals,
            OwnCertificate certificate,
            Quorum quorum,
            BooleanSupplier ready,
            Clock clock) {
        this.installed = installed;
        this.writer = writer;
        this.census = census;
        this.permit = permit;
        this.followers = followers;
        this.figures = figures;
        this.endpoints = endpoints;
        this.proposals = proposals;
        this.certificate = certificate;
        this.quorum = quorum;
        this.ready = ready;
        this.clock = clock;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/status";
    }

    @Override
    public ObjectNode run(Call call) {
        Instant now = clock.instant();
        List<PeerStatus> peers = followers.all();
        SigningPermit.State signing = permit.state();
        PeerFigures.Waiting held = figures.waiting();
        long free = freeSpace();
        Attention attention = new Attention(now);
        attention.look(ready.getAsBoolean());
        attention.look(signing);
        peers.forEach(attention::look);
        attention.look(quorum.state());
        attention.look(held);
        List<Peer> proposed = proposals.pending();
        attention.lookAtProposals(proposed);
        attention.look(certificate.seen());
        attention.lookAtDisk(free);

        Config config = installed.config();
        Commit log = writer.current();
        Census.Counts counts = census.counts();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("level", attention.level())
                .put("name", census.name(writer.self()).orElse(""))
                .put("node", writer.selfId().did())
                .put("fingerprint", writer.selfId().fingerprint())
                .put("address", config.publicAddress().toString())
                .put("version", installed.version())
                .put("startedAt", installed.startedAt().toString())
                .put("upSeconds", Duration.between(installed.startedAt(), now).toSeconds());
        json.putObject("log").put("size", log.size()).put("root", log.root().text());
        json.put("signing", word(signing));
        json.putObject("content")
                .put("members", counts.members())
                .put("questions", counts.questions())
                .put("answers", counts.answers())
                .put("comments", counts.comments());
        json.put("followersWaiting", endpoints.waiting());
        ObjectNode waiting = json.putObject("held").put("records", held.records());
        held.oldest().ifPresent(oldest -> waiting.put("oldest", oldest.toString()));
        json.put("proposals", proposed.size());
        certificate.seen().ends().ifPresent(ends -> json.put("certificateEnds", ends.toString()));
        json.put("diskFreeBytes", free);
        json.set("peers", PeerView.of(peers, figures.all(), now));
        json.set("attention", attention.json());
        return json;
    }

    private long freeSpace() {
        try {
            return Files.getFileStore(installed.directory()).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String word(SigningPermit.State signing) {
        return signing instanceof SigningPermit.State.Granted
                ? "granted"
                : signing instanceof SigningPermit.State.Waiting ? "waiting" : "halted";
    }
}
