package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Decision;
import org.guildhall.admission.Outcome;
import org.guildhall.record.Verdict;
import org.guildhall.store.HeldQueries;
import org.guildhall.store.HeldReading.Ticket;
import org.guildhall.store.ModerationLog;

/**
 * {@code POST /held/ID/take} and {@code /held/ID/decline}: decides on something held. The id is the beginning of the digest of
 * what was looked at, so a later edit is not decided on unseen. Body of decline: {@code code}, {@code reason}, one or both.
 */
public final class HeldDecision implements AdminCommand {
    private static final int SHORTEST_ID = 6;

    private final HeldQueries held;
    private final Admission admission;
    private final Verdict.Ruling ruling;

    private HeldDecision(HeldQueries held, Admission admission, Verdict.Ruling ruling) {
        this.held = held;
        this.admission = admission;
        this.ruling = ruling;
    }

    /** It appears in its thread. */
    public static HeldDecision take(HeldQueries held, Admission admission) {
        return new HeldDecision(held, admission, Verdict.Ruling.TAKEN);
    }

    /** It does not, and its author is told why. */
    public static HeldDecision decline(HeldQueries held, Admission admission) {
        return new HeldDecision(held, admission, Verdict.Ruling.DECLINED);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/held/:id/" + (ruling == Verdict.Ruling.TAKEN ? "take" : "decline");
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        String code = "";
        String reason = "";
        if (ruling == Verdict.Ruling.TAKEN) {
            call.only();
        } else {
            call.only("code", "reason");
            reason = Reasons.given(call);
            code = Reasons.code(call, reason);
        }
        Ticket ticket = ticket(call.path("id").toLowerCase(Locale.ROOT));
        Decision decision = Waiting.on(admission.decide(
                ticket.object(), ticket.digest(), ruling, code, reason, ModerationLog.By.ADMINISTRATOR));
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("digest", ticket.digest().text())
                .put("ruling", ruling.label())
                .put("verdict", decision.verdict());
        Outcome outcome = decision.outcome();
        if (outcome instanceof Outcome.Taken) {
            return answer.put("outcome", "taken");
        }
        if (outcome instanceof Outcome.Declined declined) {
            return answer.put("outcome", "declined")
                    .put("code", declined.code())
                    .put("detail", declined.detail());
        }
        if (outcome instanceof Outcome.Held held) {
            return answer.put("outcome", "held").put("code", held.code()).put("detail", held.detail());
        }
        if (outcome instanceof Outcome.Quarantined bad) {
            return answer.put("outcome", "quarantined").put("code", bad.code()).put("detail", bad.detail());
        }
        return answer.put("outcome", "gone");
    }

    private Ticket ticket(String id) throws Refusal {
        if (id.length() < SHORTEST_ID) {
            throw Refusal.badRequest("an id has at least " + SHORTEST_ID + " letters; see `guildhall held ls`");
        }
        List<Ticket> found = held.tickets().stream()
                .filter(ticket -> ticket.digest().hex().startsWith(id))
                .toList();
        if (found.isEmpty()) {
            throw Refusal.notFound("nothing is held with the id " + id
                    + ": it was decided on, or edited since. See `guildhall held ls`.");
        }
        if (found.size() > 1) {
            throw Refusal.conflict("several ids begin with " + id + "; give more of it");
        }
        return found.get(0);
    }
}
