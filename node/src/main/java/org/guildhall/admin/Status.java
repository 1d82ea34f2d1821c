package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.guildhall.admin.setup.Config;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.store.Census;
import org.guildhall.store.Commit;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;

/**
 * {@code GET /status}: how the node is. {@code level} is {@code well}, {@code attention} when somebody should look at one of
 * {@code attention}, or {@code critical} when readers are not served.
 */
public final class Status implements AdminCommand {
    private static final Duration SILENCE = Duration.ofMinutes(10);

    /** What never changes while the node runs. */
    public record Installed(Config config, String version, Instant startedAt) {}

    private record Notice(String code, String detail) {}

    private final Installed installed;
    private final Writer writer;
    private final Census census;
    private final SigningPermit permit;
    private final Followers followers;
    private final ProtocolEndpoints endpoints;
    private final BooleanSupplier ready;
    private final Clock clock;

    public Status(
            Installed installed,
            Writer writer,
            Census census,
            SigningPermit permit,
            Followers followers,
            ProtocolEndpoints endpoints,
            BooleanSupplier ready,
            Clock clock) {
        this.installed = installed;
        this.writer = writer;
        this.census = census;
        this.permit = permit;
        this.followers = followers;
        this.endpoints = endpoints;
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
        List<PeerStatus> peers = followers.all();
        List<Notice> notices = new ArrayList<>();
        SigningPermit.State signing = permit.state();
        look(signing, notices);
        peers.forEach(peer -> look(peer, notices));
        boolean serving = ready.getAsBoolean();
        if (!serving) {
            notices.add(new Notice("not-ready", "readers are not served; the node's log tells why"));
        }

        Config config = installed.config();
        Commit log = writer.current();
        Census.Counts counts = census.counts();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("level", !serving ? "critical" : notices.isEmpty() ? "well" : "attention")
                .put("name", census.name(writer.self()).orElse(""))
                .put("node", writer.selfId().did())
                .put("fingerprint", writer.selfId().fingerprint())
                .put("address", config.publicAddress().toString())
                .put("version", installed.version())
                .put("startedAt", installed.startedAt().toString())
                .put(
                        "upSeconds",
                        Duration.between(installed.startedAt(), clock.instant()).toSeconds());
        json.putObject("log").put("size", log.size()).put("root", log.root().text());
        json.put("signing", word(signing));
        json.putObject("content")
                .put("members", counts.members())
                .put("questions", counts.questions())
                .put("answers", counts.answers())
                .put("comments", counts.comments());
        json.put("followersWaiting", endpoints.waiting());
        ArrayNode list = json.putArray("peers");
        peers.forEach(peer -> list.add(PeerView.of(peer)));
        ArrayNode attention = json.putArray("attention");
        notices.forEach(
                notice -> attention.addObject().put("code", notice.code()).put("detail", notice.detail()));
        return json;
    }

    private static String word(SigningPermit.State signing) {
        return signing instanceof SigningPermit.State.Granted
                ? "granted"
                : signing instanceof SigningPermit.State.Waiting ? "waiting" : "halted";
    }

    private static void look(SigningPermit.State signing, List<Notice> notices) {
        if (signing instanceof SigningPermit.State.Waiting waiting) {
            notices.add(new Notice("signing-waiting", "nothing can be posted yet: " + waiting.reason()));
        } else if (signing instanceof SigningPermit.State.Halted halted) {
            notices.add(new Notice("signing-halted", "nothing can be posted any more: " + halted.reason()));
        }
    }

    private void look(PeerStatus status, List<Notice> notices) {
        String name = status.peer().name().orElse(status.peer().address());
        if (status.stopped()) {
            notices.add(new Notice(
                    "peer-stopped",
                    name + ": following has ended, " + status.fault().orElse("for an unknown reason")
                            + ". Find out what happened, then `guildhall peer resume`."));
        } else if (status.fault().isPresent()) {
            notices.add(new Notice("peer-fault", name + ": " + status.fault().get()));
        } else if (status.peer().state() == State.ACTIVE
                && status.seenAt()
                        .map(at -> at.plus(SILENCE).isBefore(clock.instant()))
                        .orElse(false)) {
            notices.add(
                    new Notice("peer-silent", name + ": nothing was heard for " + SILENCE.toMinutes() + " minutes"));
        }
        if (status.peer().setbacks().held() > 0) {
            notices.add(new Notice(
                    "held", name + ": " + status.peer().setbacks().held() + " posts wait for a moderator's word"));
        }
    }
}
