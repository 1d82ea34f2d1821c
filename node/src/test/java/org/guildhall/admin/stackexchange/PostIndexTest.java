package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostIndexTest {

    @Test
    void countsAsAMapWould() {
        Random random = new Random(1);
        PostIndex index = new PostIndex();
        Map<Integer, int[]> votes = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int id = random.nextInt(40_000) * (random.nextBoolean() ? 1 : 50_021);
            assertThat(index.add(id, PostRow.QUESTION, 0)).isEqualTo(votes.putIfAbsent(id, new int[2]) == null);
        }
        for (int i = 0; i < 100_000; i++) {
            int id = random.nextInt(40_000);
            boolean up = random.nextInt(3) > 0;
            assertThat(index.vote(id, up)).isEqualTo(votes.containsKey(id));
            if (votes.containsKey(id)) {
                votes.get(id)[up ? 0 : 1]++;
            }
        }
        votes.forEach((id, counts) ->
                assertThat(new int[] {index.up(id), index.down(id)}).isEqualTo(counts));
    }

    @Test
    void findsTheQuestionOfAnAnswer() {
        PostIndex index = new PostIndex();
        index.add(2, PostRow.ANSWER, 1);
        assertThat(index.question(2)).isEqualTo(-1);
        index.add(1, PostRow.QUESTION, 0);
        index.add(3, PostRow.TAG_WIKI, 1);
        index.add(4, PostRow.ANSWER, 2);
        assertThat(index.question(1)).isEqualTo(1);
        assertThat(index.question(2)).isEqualTo(1);
        assertThat(index.question(3)).isEqualTo(-1);
        assertThat(index.question(4)).isEqualTo(-1);
        index.drop(1);
        assertThat(index.question(2)).isEqualTo(-1);
        assertThat(index.contains(1)).isTrue();
    }
}
