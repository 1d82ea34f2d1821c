package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two organisations, one thread, by two processes: what every other story builds on. */
class NeighboursIT {
    @TempDir
    Path folder;

    @Test
    void answerEachOthersQuestions() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode association = town.start("association");
            ProcessNode vendor = town.start("vendor");
            town.peer(association, vendor);
            Person asker = association.member("asker");
            Person expert = vendor.member("expert");

            String question = asker.ask("Why does the boom drift?", "It sinks by 2 cm a minute.", "hydraulics", "en");
            Town.until(
                    "the question is at the vendor",
                    () -> assertThat(expert.reads(question, "2 cm")).isTrue());
            expert.answer(question, "Check the holding valve.");
            Town.until(
                    "the answer is taken",
                    () -> assertThat(asker.answers(question))
                            .singleElement()
                            .satisfies(answer -> assertThat(answer.author()).contains("expert")));
            association.done("log", "verify");
            vendor.done("log", "verify");
        }
    }
}
