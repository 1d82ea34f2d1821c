package org.guildhall.credential;

import java.time.Instant;
import org.guildhall.record.Attestation;
import org.guildhall.record.Timestamps;

/** A credential's words, which follow from its records and from nothing else (OQX-CRE-040 to 042). */
record Wording(String achievement, String name, String description, String criteria) {
    private static final String OF_ANSWER =
            "What signed records of the named nodes say: that the answer was published, whether"
                    + " whoever asked accepted it, and how the members of each node voted on it. The records and the proofs are in the"
                    + " evidence. No score is computed.";
    private static final String OF_STANDING =
            "What a signed attestation of the issuer says of the answers that it has seen. The"
                    + " record and the proofs are in the evidence. It is the issuer's word alone, and no score.";

    static Wording of(Established established) {
        if (established.claim() instanceof Claim.OfAnswer answer) {
            return ofAnswer(answer, established);
        }
        return ofStanding((Claim.OfStanding) established.claim(), established);
    }

    private static Wording ofAnswer(Claim.OfAnswer answer, Established established) {
        String kind = answer.acceptance().isPresent() ? "Accepted answer" : "Answer";
        String home = established.name(answer.home());
        StringBuilder said = new StringBuilder()
                .append(who(answer))
                .append(" of ")
                .append(established.name(answer.member().head().node()))
                .append(answer.asked()
                        .map(asked ->
                                " answered \"" + asked.name() + "\" (" + String.join(", ", asked.keywords()) + ")")
                        .orElse(" answered a question"))
                .append(" at ")
                .append(home)
                .append(" on ")
                .append(day(answer.written()))
                .append('.');
        answer.acceptance()
                .ifPresent(record ->
                        said.append(' ').append(home).append(" says that whoever asked accepted the answer."));
        for (Claim.Votes votes : answer.votes()) {
            boolean own = votes.node().equals(answer.member().head().node());
            said.append(" Votes by members of ")
                    .append(established.name(votes.node()))
                    .append(own ? ", the author's own node" : "")
                    .append(": ")
                    .append(votes.up())
                    .append(" up, ")
                    .append(votes.down())
                    .append(" down.");
        }
        String name = kind + answer.asked().map(asked -> ": " + asked.name()).orElse("");
        return new Wording("urn:oqx:achievement:1:answer", name, said.toString(), OF_ANSWER);
    }

    private static Wording ofStanding(Claim.OfStanding claim, Established established) {
        Attestation.Period totals = claim.sum();
        String topic = claim.standing().topic().orElse("all topics");
        String said = established.issuer().newest().name() + " says of " + who(claim) + " up to "
                + day(claim.standing().asOf()) + ", in " + topic + ": " + totals.answers() + " answers, "
                + totals.accepted() + " of them accepted; votes by its own members: " + totals.up() + " up, "
                + totals.down() + " down.";
        return new Wording("urn:oqx:achievement:1:standing", "Standing in " + topic, said, OF_STANDING);
    }

    private static String who(Claim claim) {
        return claim.profile().name() + " (" + claim.profile().handle() + ")";
    }

    private static String day(Instant time) {
        return Timestamps.text(time).substring(0, "2026-11-21".length());
    }
}
