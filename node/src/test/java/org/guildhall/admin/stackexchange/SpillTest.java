package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {

    @TempDir
    Path scratch;

    @Test
    void givesRowsBackByRangesOfQuestionsAndLeavesNothing() throws Exception {
        List<String> back = new ArrayList<>();
        try (Spill spill = new Spill(scratch, 9, 30, 10)) {
            assertThat(spill.buckets()).isEqualTo(4);
            for (int question : new int[] {9, 0, 4, 9, 3}) {
                spill.write(
                        question,
                        Spill.Source.COMMENT,
                        new Row(Map.of("Id", "" + question, "Text", "ż" + question, "Other", "x"), ""));
            }
            for (int bucket = 0; bucket < spill.buckets() - 1; bucket++) {
                spill.drain(
                        bucket,
                        (source, row) -> back.add(source + row.text("Id") + row.text("Text") + row.text("Other")));
            }
        }
        assertThat(back).containsExactly("COMMENT0ż0null", "COMMENT4ż4null", "COMMENT3ż3null");
        try (var left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }
}
