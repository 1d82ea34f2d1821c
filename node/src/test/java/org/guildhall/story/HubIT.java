package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that peer with a hub alone talk to each other, and then to those behind the hub's hub. */
class HubIT {
    @TempDir
    Path folder;

    @Test
    void carriesAThreadBetweenNodesThatNeverMet() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = town.start("association");
            ProcessNode hub = town.start("hub");
            ProcessNode vendor = town.start("vendor");
            join(town, hub, association);
            join(town, hub, vendor);
            Person asker = association.member("asker");
            Person expert = vendor.member("expert");
            Person colleague = vendor.member("colleague");

            // A question goes out, an answer comes back.
            String question = asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            Town.until(
                    "the question is at the vendor",
                    () -> assertThat(expert.reads(question, "2 cm")).isTrue());
            expert.answer(question, "Check the holding valve.");
            Town.until(
                    "the answer is at the association",
                    () -> assertThat(asker.reads(question, "holding valve")).isTrue());
            String answer = asker.answers(question).get(0).key();
            assertThat(asker.page("/p/" + answer + "/record").find("main").text())
                    .contains("By way of hub");
            assertThat(association.done("peer", "show", "hub").out())
                    .contains("Brings")
                    .contains("vendor");

            // Comment, acceptance and votes, from both sides.
            asker.comment(answer, "That was it.");
            asker.accept(question, answer);
            asker.voteFor(question, answer);
            colleague.voteFor(question, question.replaceFirst(".*/", ""));
            Town.until("all of it is at the vendor", () -> {
                assertThat(expert.reads(question, "That was it.")).isTrue();
                assertThat(expert.answers(question)).singleElement().satisfies(seen -> {
                    assertThat(seen.accepted()).isTrue();
                    assertThat(seen.score()).isEqualTo(1);
                });
            });

            // An edit is taken, too.
            expert.page("/p/" + answer + "/edit")
                    .form("/p/" + answer + "/edit")
                    .with("text", "Check the holding valve and its spring.")
                    .with("action", "post")
                    .send();
            Town.until(
                    "the edit is at the association",
                    () -> assertThat(asker.reads(question, "and its spring")).isTrue());
            Town.until(
                    "the vendor's vote is at the association",
                    () -> assertThat(asker.page(question)
                                    .find("section.question .vote .score, .question .vote .score")
                                    .first()
                                    .text())
                            .isEqualTo("1"));

            // A hub of the hub: a third level.
            ProcessNode second = town.start("second");
            ProcessNode maker = town.start("maker");
            join(town, second, hub);
            hub.done("peer", "policy", second.id(), "--relay", "all");
            join(town, second, maker);
            Person builder = maker.member("builder");
            Town.until(
                    "the thread is at the maker",
                    () -> assertThat(builder.reads(question, "and its spring")).isTrue());
            builder.answer(question, "It is a known fault of series 3.");
            Town.until("the maker's answer is at the association and the vendor", () -> {
                assertThat(asker.reads(question, "series 3")).isTrue();
                assertThat(expert.reads(question, "series 3")).isTrue();
            });

            // A label goes round as an opinion of the node that has it.
            vendor.done("label", "add", answer, "official", "--reason", "We built it.");
            Town.until(
                    "the vendor's label is at the association",
                    () -> assertThat(asker.page(question).find(".opinions").text())
                            .isEqualTo("Official – says vendor We built it."));

            // Who blocks a node is not reached by it through the hub, nor does its block keep others from it.
            association.done("peer", "block", maker.id());
            String other = expert.ask("Which seal for salt water?", "It swells.", "seals", "en");
            Town.until(
                    "the vendor's question is at the maker",
                    () -> assertThat(builder.reads(other, "It swells")).isTrue());
            builder.answer(other, "Buy series 4 instead.");
            Town.until(
                    "what the maker says is at the vendor",
                    () -> assertThat(expert.reads(other, "series 4")).isTrue());
            Town.until(
                    "the association has read and declined it",
                    () -> assertThat(association
                                    .done("peer", "show", "hub", "--json")
                                    .json()
                                    .path("reasons")
                                    .toString())
                            .contains("\"code\":\"blocked\""));
            assertThat(asker.reads(other, "It swells")).isTrue();
            assertThat(asker.reads(other, "series 4")).isFalse();
            assertThat(asker.reads(question, "series 3"))
                    .as("what was taken before stays")
                    .isTrue();
            for (ProcessNode node : new ProcessNode[] {association, hub, vendor, second, maker}) {
                node.done("log", "verify");
            }
        }
    }

    /** The member peers with the hub, which relays all that it says. */
    private static void join(Town town, ProcessNode hub, ProcessNode member) {
        town.peer(hub, member);
        hub.done("peer", "policy", member.id(), "--relay", "all");
    }
}
