package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.guildhall.admin.doctor.OwnCertificate;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.following.Lag;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;

/** What somebody should look at, each with what to do about it. */
final class Attention {
    static final Duration BEHIND = Duration.ofMinutes(10);
    static final Duration HELD = Duration.ofDays(3);
    static final long DISK = 1L << 30;

    private final List<Notice> notices = new ArrayList<>();
    private final Instant now;

    /** {@code critical}: the node does not do what it is there for. */
    private record Notice(String code, boolean critical, String detail, String remedy) {}

    Attention(Instant now) {
        this.now = now;
    }

    /** Whether readers are served. */
    void look(boolean serving) {
        if (!serving) {
            add("not-ready", true, "readers are not served", "the node's own output tells why; start it again");
        }
    }

    void look(SigningPermit.State signing) {
        if (signing instanceof SigningPermit.State.Waiting waiting) {
            add(
                    "signing-waiting",
                    false,
                    "nothing can be posted yet: " + waiting.reason(),
                    "wait; when it lasts, see `guildhall events`");
        } else if (signing instanceof SigningPermit.State.Halted halted) {
            add(
                    "signing-halted",
                    true,
                    "nothing can be posted any more: " + halted.reason(),
                    "find out whether another copy of this node runs, and stop it; see docs/operating.md");
        }
    }

    void look(PeerStatus status) {
        String name = status.peer().name().orElse(status.peer().address());
        Lag lag = status.lag();
        String fault = status.fault().orElse("for an unknown reason");
        if (status.stopped()) {
            add(
                    "peer-stopped",
                    false,
                    name + ": following has ended, " + fault,
                    fault.startsWith("equivocation:")
                            ? "see `guildhall evidence ls` and tell its people; it is followed again by itself when they"
                                    + " say which history stands, and after two Node records of one revision by"
                                    + " `guildhall peer resume PEER`"
                            : "find out what happened, then `guildhall peer resume PEER`");
        } else if (status.paused()) {
            add(
                    "peer-paused",
                    false,
                    name + ": " + fault,
                    "look at what it sends (`guildhall peer show`); then raise \"storage\" with `guildhall peer policy`, or"
                            + " `guildhall peer block` it");
        } else if (status.fault().isPresent()) {
            add("peer-fault", false, name + ": " + fault, "it is tried again; if it lasts, ask their people");
        } else if (status.peer().state() == State.ACTIVE
                && lag.unknown().isPresent()
                && lag.age(now).map(age -> age.compareTo(BEHIND) > 0).orElse(false)) {
            add(
                    "peer-silent",
                    false,
                    name + ": nothing was heard since " + lag.since().orElseThrow(),
                    "`guildhall peer show` tells more; ask their people");
        } else if (lag.records().orElse(0) > 0
                && lag.age(now).map(age -> age.compareTo(BEHIND) > 0).orElse(false)) {
            add(
                    "peer-behind",
                    false,
                    name + ": " + lag.records().getAsLong() + " entries are missing, the oldest since "
                            + lag.since().orElseThrow(),
                    "`guildhall peer show` tells whether the number falls");
        }
    }

    /** @param waiting other nodes' proposals */
    void lookAtProposals(List<Peer> waiting) {
        if (!waiting.isEmpty()) {
            add(
                    "proposals",
                    false,
                    "your word on peering is waited for by "
                            + waiting.stream()
                                    .map(peer -> peer.name().orElse(peer.address()))
                                    .collect(Collectors.joining(", ")),
                    "`guildhall peer pending ls`, then accept or decline");
        }
    }

    void look(OwnCertificate.Seen certificate) {
        if (certificate.fault().isPresent()) {
            add(
                    "certificate",
                    false,
                    "peers cannot trust the certificate at our address: "
                            + certificate.fault().get(),
                    "`guildhall doctor` tells what to do");
        } else if (certificate
                .ends()
                .map(ends -> OwnCertificate.endsSoon(ends, now))
                .orElse(false)) {
            add(
                    "certificate",
                    false,
                    "the certificate at our address is good until "
                            + certificate.ends().get() + " only",
                    "see why the proxy does not renew it");
        }
    }

    void look(Quorum.State quorum) {
        if (quorum.isMissed(now)) {
            add(
                    "witness-quorum",
                    false,
                    quorum.cosigned() + " witnesses have cosigned the " + quorum.size() + " entries of the log, and "
                            + quorum.wanted() + " are wanted",
                    "`guildhall witness ls` tells why; ask their people, `guildhall witness add` another, or lower it with"
                            + " `guildhall witness quorum`");
        }
    }

    void look(PeerFigures.Waiting held) {
        boolean old =
                held.oldest().map(oldest -> oldest.plus(HELD).isBefore(now)).orElse(false);
        if (old) {
            add(
                    "held",
                    false,
                    held.records() + " posts wait for a moderator's word, the oldest since "
                            + held.oldest().orElseThrow(),
                    "`guildhall held ls`, or the page Held");
        }
    }

    /** @param free bytes where the data directory is; negative when that cannot be said */
    void lookAtDisk(long free) {
        if (free >= 0 && free < DISK) {
            add(
                    "disk-low",
                    false,
                    free / (1 << 20) + " MiB are free where the data directory is",
                    "make room: a node that cannot write stops");
        }
    }

    private void add(String code, boolean critical, String detail, String remedy) {
        notices.add(new Notice(code, critical, detail, remedy));
    }

    /** {@code well}, {@code attention} or {@code critical}. */
    String level() {
        return notices.isEmpty() ? "well" : notices.stream().anyMatch(Notice::critical) ? "critical" : "attention";
    }

    ArrayNode json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        notices.forEach(notice -> list.addObject()
                .put("code", notice.code())
                .put("critical", notice.critical())
                .put("detail", notice.detail())
                .put("remedy", notice.remedy()));
        return list;
    }
}
