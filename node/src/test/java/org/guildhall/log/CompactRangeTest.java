package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactRangeTest {
    private final NaiveTree tree = NaiveTree.of(300);

    @Test
    void hasTheRootOfTheWholeTreeAtEverySize() {
        CompactRange range = CompactRange.empty();
        for (int size = 0; size < 300; size++) {
            assertThat(range.size()).isEqualTo(size);
            assertThat(range.root()).isEqualTo(tree.root(size));
            range.append(tree.leaves().get(size));
        }
    }

    @Test
    void goesOnFromItsBytesAtEverySize() {
        CompactRange range = CompactRange.empty();
        for (int size = 0; size < 300; size++) {
            byte[] bytes = range.toBytes();
            assertThat(bytes).hasSize(8 + 32 * Integer.bitCount(size));
            range = CompactRange.ofBytes(bytes);
            assertThat(range.root()).isEqualTo(tree.root(size));
            range.append(tree.leaves().get(size));
        }
    }

    @Test
    void tellsEachNodeOnceAsItIsCompleted() {
        CompactRange range = CompactRange.empty();
        List<String> told = new ArrayList<>();
        tree.leaves()
                .forEach(leaf -> range.append(leaf, (level, index, hash) -> {
                    assertThat(hash).isEqualTo(tree.node(level, index));
                    told.add(level + "/" + index);
                }));
        int nodes = 0;
        for (int size = 300; size > 0; size /= 2) {
            nodes += size;
        }
        assertThat(told).hasSize(nodes).doesNotHaveDuplicates();
    }

    @Test
    void copiesGrowApart() {
        CompactRange range = CompactRange.empty();
        range.append(tree.leaves().get(0));
        CompactRange copy = range.copy();
        copy.append(tree.leaves().get(1));
        assertThat(range.root()).isEqualTo(tree.root(1));
        assertThat(copy.root()).isEqualTo(tree.root(2));
    }

    @Test
    void refusesBytesThatAreNoRange() {
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[7],
                new byte[9],
                new byte[40],
                ByteBuffer.allocate(8).putLong(1).array(),
                ByteBuffer.allocate(40).putLong(3).array(),
                ByteBuffer.allocate(8 + 32 * 64).putLong(-1).array(),
                ByteBuffer.allocate(8 + 32).putLong(1L << 60).array())) {
            assertThatThrownBy(() -> CompactRange.ofBytes(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
