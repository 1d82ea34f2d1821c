package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done with what a peer's members write: one option for each kind. */
final class PolicyOptions {
    @Option(
            names = "--questions",
            paramLabel = "WHAT",
            description = "Their questions: take, hold (a moderator decides) or decline.")
    private @Nullable String questions;

    @Option(
            names = "--answers",
            paramLabel = "WHAT",
            description = "Their answers to our questions: take, hold or decline.")
    private @Nullable String answers;

    @Option(
            names = "--comments",
            paramLabel = "WHAT",
            description = "Their comments in our threads: take, hold or decline.")
    private @Nullable String comments;

    @Option(
            names = "--tallies",
            paramLabel = "WHAT",
            description = "Their votes in our threads: take, hold or decline.")
    private @Nullable String tallies;

    @Option(
            names = "--attestations",
            paramLabel = "WHAT",
            description = "What their node says of members' standing and roles: take, hold or decline.")
    private @Nullable String attestations;

    @Option(
            names = "--weight",
            paramLabel = "N",
            description =
                    "How much their node's word counts when standing is computed here, in percent: from 0 to 100.")
    private @Nullable Integer weight;

    @Option(
            names = "--topics",
            paramLabel = "TAGS",
            split = ",",
            description = "Take their questions of these topics only: pumps,seals; or all.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--relay",
            paramLabel = "TAGS",
            split = ",",
            description =
                    "Log what their log brings for others who follow us, in threads of these topics: pumps,seals; or all, or"
                            + " none.")
    private List<String> relay = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "LABEL=WHAT",
            description =
                    "What a label that it sets does here: ignore, show, flag (tell the moderators) or hide (and hide the post);"
                            + " * stands for all other labels. May be given several times.")
    private Map<String, String> labels = new LinkedHashMap<>();

    boolean isEmpty() {
        return questions == null
                && answers == null
                && comments == null
                && tallies == null
                && attestations == null
                && weight == null
                && topics.isEmpty()
                && relay.isEmpty()
                && labels.isEmpty();
    }

    void addTo(ObjectNode wish) {
        add(wish, "questions", questions);
        add(wish, "answers", answers);
        add(wish, "comments", comments);
        add(wish, "tallies", tallies);
        add(wish, "attestations", attestations);
        if (weight != null) {
            wish.put("voteWeight", weight);
        }
        if (!topics.isEmpty()) {
            topics.forEach(wish.putArray("topics")::add);
        }
        if (!relay.isEmpty()) {
            relay.forEach(wish.putArray("relay")::add);
        }
        if (!labels.isEmpty()) {
            labels.forEach(wish.putObject("labels")::put);
        }
    }

    private static void add(ObjectNode wish, String kind, @Nullable String word) {
        if (word != null) {
            wish.put(kind, word);
        }
    }
}
