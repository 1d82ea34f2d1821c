package org.guildhall.site;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.NodeId;
import org.guildhall.record.Verdict;
import org.guildhall.site.page.JtefederationGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.PeerRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.store.NodeNames;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.PeerFigures.Reason;
import org.guildhall.store.PeerReading;
import org.guildhall.store.PeerReading.Peer;

/** The federation as anybody may see it. */
final class FederationPage {
    /** How often a peer answers is noted every 20 seconds while it does; what is older than this is no news. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private record Known(List<Peer> peers, Map<Integer, List<Reason>> reasons) {}

    private final Site site;
    private final TallyTerms tally;

    FederationPage(Site site, TallyTerms tally) {
        this.site = site;
        this.tally = tally;
    }

    Reply show(Visit visit) throws SQLException {
        Known known = site.read(sql -> new Known(new PeerReading(sql).all(), PeerFigures.reasons(sql)));
        Instant now = site.clock().instant();
        List<PeerRow> rows = new ArrayList<>();
        for (Peer peer : known.peers()) {
            rows.add(row(visit, peer, known.reasons().getOrDefault(peer.node(), List.of()), now));
        }
        long size = site.writer().current().size();
        Shell shell = visit.shell(visit.t("nav.federation"), Section.FEDERATION);
        return Reply.page(out -> JtefederationGenerated.render(
                out,
                null,
                shell,
                size,
                "/oqx/log/checkpoint",
                rows,
                VoteWords.early(visit.texts(), tally).orElse(null)));
    }

    private PeerRow row(Visit visit, Peer peer, List<Reason> reasons, Instant now) throws SQLException {
        NodeNames.Named node = site.name(peer.node());
        boolean good = peer.state().equals("active") && !peer.faulty();
        boolean fresh = peer.seenAt().map(seen -> seen.plus(FRESH).isAfter(now)).orElse(false);
        return new PeerRow(
                node.name(),
                node.address().orElse(null),
                node.id(),
                new NodeId(node.id()).fingerprint(),
                state(visit, peer),
                peer.isAgreed(),
                good && peer.contradictedAt().isEmpty(),
                peer.since(),
                peer.seenAt().orElse(null),
                // Whatever is wrong, nobody knows then what is missing.
                good && fresh
                        ? peer.remoteSize()
                                .map(remote -> Math.max(0, remote - peer.size()))
                                .orElse(-1L)
                        : -1L,
                peer.held(),
                peer.declined(),
                peer.quarantined(),
                reasons.stream()
                        .map(reason -> new PeerRow.Why(reason.records(), words(visit.texts(), reason)))
                        .toList(),
                peer.contradictedAt().orElse(null),
                peer.continuedFrom().orElse(-1L));
    }

    private static String state(Visit visit, Peer peer) {
        return switch (peer.state()) {
            case "active" -> visit.t(peer.faulty() ? "peer.faulty" : "peer.active");
            case "suspended" -> visit.t("peer.suspended");
            // Whoever proposed it: somebody has yet to agree.
            default -> visit.t("peer.pending");
        };
    }

    /** What was not taken, and why. A rule of the protocol is named by its code, for those who want to look it up. */
    private static String words(Texts texts, Reason reason) {
        if (Verdict.CODES.contains(reason.code())) {
            return VerdictWords.of(texts, reason.code());
        }
        return switch (reason.code()) {
            case "policy" -> texts.t("federation.why.policy");
            case "topics" -> texts.t("federation.why.topics");
            case "blocked" -> texts.t("federation.why.blocked");
            case "unknown-parent", "unknown-answer" -> texts.t("federation.why.waits");
            case "question-declined" -> texts.t("federation.why.question");
            default -> texts.t("federation.why.rule", reason.code());
        };
    }
}
