package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.guildhall.admission.Policy.Attestations;
import org.guildhall.admission.Policy.Effect;
import org.guildhall.admission.Policy.Labels;
import org.guildhall.admission.Policy.Relay;
import org.guildhall.admission.Policy.Stance;
import org.guildhall.admission.Policy.Storage;
import org.guildhall.admission.Policy.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy is a file that a person edits: what it says is kept, and what is wrong is shown where it is. */
class PolicyTest {
    private static final Policy WHOLE = new Policy(
            Stance.TAKE,
            Stance.HOLD,
            Stance.DECLINE,
            Stance.TAKE,
            Topics.of(List.of("seals", "pumps")),
            40,
            Optional.of(500L),
            Optional.of(1_000_000L),
            Optional.of(new Relay(Topics.of(List.of("pumps")))),
            new Storage(2_000_000L, 30_000_000L),
            new Labels(Map.of("spam", Effect.HIDE, "unsafe", Effect.FLAG), Effect.IGNORE),
            new Attestations(Stance.HOLD, 7L));

    @Test
    void isReadAsItWasWritten() {
        assertThat(Policy.ofJson(WHOLE.toJson())).isEqualTo(WHOLE);
        assertThat(Policy.ofJson(WHOLE.json().toPrettyString())).isEqualTo(WHOLE);
        assertThat(Policy.ofJson(Policy.takeAll().toJson())).isEqualTo(Policy.takeAll());
        assertThat(WHOLE.toJson())
                .contains("\"topics\":[\"pumps\",\"seals\"]")
                .contains("\"labels\":{\"spam\":\"hide\",\"unsafe\":\"flag\",\"*\":\"ignore\"}");
    }

    @Test
    void showsLabelsOfWhichItSaysNothing() {
        Policy.Labels labels = Policy.ofJson("{\"questions\":\"take\",\"answers\":\"take\",\"comments\":\"take\","
                        + "\"tallies\":\"take\",\"labels\":{\"spam\":\"hide\"}}")
                .labels();
        assertThat(labels.on("spam")).isEqualTo(Effect.HIDE);
        assertThat(labels.on("outdated")).isEqualTo(Effect.SHOW);
        assertThat(WHOLE.labels().on("outdated")).isEqualTo(Effect.IGNORE);
    }

    @Test
    void isReadAsItWasStoredBeforeThereWereTopics() {
        assertThat(Policy.ofJson(
                        "{\"questions\":\"take\",\"answers\":\"hold\",\"comments\":\"take\",\"tallies\":\"decline\"}"))
                .isEqualTo(new Policy(Stance.TAKE, Stance.HOLD, Stance.TAKE, Stance.DECLINE));
    }

    @Test
    void takesSoManyAttestationsADayWhereItSaysNothing() {
        String before = "{\"questions\":\"take\",\"answers\":\"take\",\"comments\":\"take\",\"tallies\":\"take\"";
        assertThat(Policy.ofJson(before + "}").attestations()).isEqualTo(Attestations.TAKEN);
        assertThat(Policy.ofJson(before + ",\"attestations\":\"decline\"}").attestations())
                .isEqualTo(new Attestations(Stance.DECLINE, Attestations.TAKEN.perDay()));
    }

    @Test
    void givesTheWordOfStrangersNoWeight() {
        assertThat(Policy.ofStrangers().voteWeight()).isZero();
        assertThat(Policy.ofJson(Policy.ofStrangers().toJson())).isEqualTo(Policy.ofStrangers());
    }

    @Test
    void boundsWhatIsStoredEvenWhereItSaysNothing() {
        String before = "{\"questions\":\"take\",\"answers\":\"take\",\"comments\":\"take\",\"tallies\":\"take\"";
        assertThat(Policy.ofJson(before + "}").storage()).isEqualTo(Storage.STANDARD);
        assertThat(Policy.ofJson(before + ",\"storage\":{\"bytes\":5}}").storage())
                .isEqualTo(new Storage(Storage.STANDARD.bytesPerDay(), 5));
    }

    /** A file of which one line is replaced. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "2|\"answers\": \"maybe\",|line 3: \"answers\": a stance is take, hold or decline, not \"maybe\"",
                "2|\"answers\": \"TAKE\",|line 3: \"answers\": a stance is take, hold or decline, not \"TAKE\"",
                "2|\"answers\": true,|line 3: \"answers\": a stance is \"take\", \"hold\" or \"decline\"",
                "2|\"answer\": \"take\",|line 3: \"answer\" is no member of a policy",
                "2|\"questions\": \"take\",|line 3: \"questions\" is there twice",
                "5|\"topics\": \"pumps\",|line 6: \"topics\": say \"all\", or list tags",
                "5|\"topics\": [\"Pumps\"],|line 6: \"topics\": Pumps is no tag",
                "6|\"voteWeight\": 101,|line 7: \"voteWeight\" is a whole number from 0 to 100, not 101",
                "6|\"voteWeight\": 1.5,|line 7: \"voteWeight\" is a whole number from 0 to 100",
                "7|\"recordsPerDay\": -1,|line 8: \"recordsPerDay\" is a whole number from 0",
                "7|\"recordsPerDay\": 99999999999999999999,|line 8: \"recordsPerDay\" is a whole number from 0",
                "7|\"attestationsPerDay\": -1,|line 8: \"attestationsPerDay\" is a whole number from 0",
                "5|\"attestations\": \"some\",|line 6: \"attestations\": a stance is take, hold or decline, not \"some\"",
                "8|\"bytesPerDay\": null,|line 9: \"bytesPerDay\" is a whole number from 0",
                "9|\"storage\": 5,|line 10: \"storage\": write {\"bytesPerDay\": 1073741824, \"bytes\": 10737418240}",
                "9|\"storage\": {\"byte\": 5},|line 10: \"storage\": \"byte\" is not known",
                "9|\"storage\": {\"bytes\": -5},|line 10: \"bytes\" is a whole number from 0",
                "9|\"relay\": true,|line 10: \"relay\": write {\"topics\": \"all\"}",
                "9|\"relay\": {\"tags\": \"all\"},|line 10: \"relay\": \"tags\" is not known",
                "9|\"relay\": {},|line 10: \"relay\": \"topics\" is missing",
                "10|\"labels\": \"show\"|line 11: \"labels\": write {\"spam\": \"hide\", \"*\": \"show\"}",
                "10|\"labels\": {\"spam\": \"burn\"}|line 11: \"labels\": \"spam\": what it does is ignore, show, flag or hide",
                "10|\"labels\": {\"spam\": true}|line 11: \"labels\": \"spam\" does",
                "10|\"labels\": {\"Spam\": \"hide\"}|line 11: \"labels\": \"Spam\" is no label",
                "10|\"labels\": {\"*\": \"hide\", \"*\": \"show\"}|line 11: \"*\" is there twice",
                "2|answers: take,|line 3: ",
                "4||line 12: \"tallies\" is missing",
                "11|} {|line 12: nothing follows the last }",
                "0|[|line 1: a policy begins with {",
            })
    void namesTheLineAndTheMemberAtFault(int line, String replaced, String told) {
        String[] lines = {
            "{",
            "\"questions\": \"take\",",
            "\"answers\": \"take\",",
            "\"comments\": \"take\",",
            "\"tallies\": \"take\",",
            "\"topics\": \"all\",",
            "\"voteWeight\": 100,",
            "\"recordsPerDay\": 10,",
            "\"bytesPerDay\": 10000,",
            "\"relay\": {\"topics\": [\"pumps\"]},",
            "\"labels\": {\"spam\": \"flag\"}",
            "}",
        };
        assertThat(Policy.ofJson(String.join("\n", lines)).voteWeight()).isEqualTo(100);
        lines[line] = Optional.ofNullable(replaced).orElse("");
        assertThatThrownBy(() -> Policy.ofJson(String.join("\n", lines)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(told);
    }

    /** What could be stored and not read again would keep every page from being made. */
    @Test
    void cannotHoldWhatCannotBeReadAgain() {
        refuses("\"voteWeight\" is a whole number from 0 to 100, not 101", () -> with(101, 1, 1));
        refuses("\"recordsPerDay\" is a whole number from 0 to 1000000000000, not -1", () -> with(1, -1, 1));
        refuses("\"bytesPerDay\" is a whole number from 0", () -> with(1, 1, Long.MAX_VALUE));
        refuses("\"bytes\" is a whole number from 0", () -> new Storage(1, Long.MAX_VALUE));
        refuses("\"bytesPerDay\" is a whole number from 0", () -> new Storage(-1, 1));
        List<String> tags = IntStream.range(0, 1_001).mapToObj(i -> "tag" + i).toList();
        refuses("at most 1000 tags", () -> Topics.of(tags));
        refuses("Pumps is no tag", () -> Topics.of(List.of("Pumps")));
        Map<String, Effect> labels = tags.stream().limit(101).collect(Collectors.toMap(tag -> tag, tag -> Effect.HIDE));
        refuses("at most 100 labels", () -> Labels.of(labels));
        refuses("\"Spam\" is no label", () -> Labels.of(Map.of("Spam", Effect.HIDE)));

        Policy largest = with(100, 1_000_000_000_000L, 1_000_000_000_000L);
        assertThat(Policy.ofJson(largest.toJson())).isEqualTo(largest);
    }

    private static Policy with(int voteWeight, long records, long bytes) {
        return new Policy(
                Stance.TAKE,
                Stance.TAKE,
                Stance.TAKE,
                Stance.TAKE,
                Topics.of(IntStream.range(0, 1_000).mapToObj(i -> "tag" + i).toList()),
                voteWeight,
                Optional.of(records),
                Optional.of(bytes),
                Optional.empty(),
                new Storage(1_000_000_000_000_000L, 1_000_000_000_000_000L),
                Labels.of(
                        IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "label" + i, i -> Effect.HIDE))),
                Attestations.TAKEN);
    }

    private static void refuses(String told, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(told);
    }

    @Test
    void saysWhichFileItCannotRead() {
        for (String text : List.of("", "{", "{\"questions\":", "null", "nonsense")) {
            assertThatThrownBy(() -> Policy.ofJson(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line 1: ");
        }
    }
}
