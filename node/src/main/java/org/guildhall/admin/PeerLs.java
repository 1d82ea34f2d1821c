package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import org.guildhall.peering.following.Followers;
import org.guildhall.store.PeerFigures;

/** {@code GET /peers}: all peers, and how following them goes; in the query {@code all}, true: those removed as well. */
public final class PeerLs implements AdminCommand {
    private final Followers followers;
    private final PeerFigures figures;
    private final Clock clock;

    public PeerLs(Followers followers, PeerFigures figures, Clock clock) {
        this.followers = followers;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/peers";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("all");
        boolean all = call.optionalText("all").equals(Optional.of("true"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(
                "peers", PeerView.of(all ? followers.withRemoved() : followers.all(), figures.all(), clock.instant()));
        return answer;
    }
}
