package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiproofTest {
    private static final int LARGEST = 9;

    private final NaiveTree tree = NaiveTree.of(64);

    /** Every set of leaves of every small tree, with every way to get one thing wrong. */
    @Test
    void provesEverySetOfLeavesAndNoOther() throws IOException {
        for (int size = 1; size <= LARGEST; size++) {
            TreeHash root = tree.root(size);
            for (int chosen = 1; chosen < 1 << size; chosen++) {
                List<Long> indexes = chosen(chosen);
                List<TreeHash> leaves = leaves(indexes);
                Multiproof proof = Multiproof.prove(indexes, size, tree);
                assertThat(proof.verify(leaves, root))
                        .as("%s of %d", indexes, size)
                        .isTrue();
                assertThat(proof.verify(leaves, tree.root(size + 1))).isFalse();
                for (List<TreeHash> hashes : changes(proof.hashes())) {
                    assertThat(new Multiproof(size, indexes, hashes).verify(leaves, root))
                            .isFalse();
                }
                for (List<TreeHash> others : changes(leaves)) {
                    assertThat(proof.verify(others, root)).isFalse();
                }
                for (int other = 1; other < 1 << size; other++) {
                    if (other != chosen && Integer.bitCount(other) == Integer.bitCount(chosen)) {
                        assertThat(new Multiproof(size, chosen(other), proof.hashes()).verify(leaves, root))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void tellsNoHashTwice() throws IOException {
        List<Long> neighbours = List.of(32L, 33L, 34L, 35L);
        assertThat(Multiproof.prove(neighbours, 64, tree).hashes()).hasSize(4);
        assertThat(InclusionProof.prove(32, 64, tree).path()).hasSize(6);
    }

    @Test
    void refusesLeavesThatAreOutOfOrderTwiceOrBeyondTheTree() {
        for (List<Long> indexes :
                List.of(List.<Long>of(), List.of(1L, 0L), List.of(1L, 1L), List.of(-1L), List.of(0L, 8L))) {
            assertThatThrownBy(() -> Multiproof.prove(indexes, 8, tree)).isInstanceOf(IllegalArgumentException.class);
            assertThat(new Multiproof(8, indexes, List.of()).verify(List.of(), tree.root(8)))
                    .isFalse();
        }
    }

    private static List<Long> chosen(int bits) {
        List<Long> indexes = new ArrayList<>();
        for (long i = 0; i < Integer.SIZE; i++) {
            if ((bits >> i & 1) == 1) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private List<TreeHash> leaves(List<Long> indexes) {
        return indexes.stream()
                .map(index -> tree.leaves().get(index.intValue()))
                .toList();
    }

    /** One more, one less, and each replaced. */
    private static List<List<TreeHash>> changes(List<TreeHash> hashes) {
        List<List<TreeHash>> changes = new ArrayList<>();
        List<TreeHash> more = new ArrayList<>(hashes);
        more.add(MerkleTree.EMPTY_ROOT);
        changes.add(more);
        for (int i = 0; i < hashes.size(); i++) {
            List<TreeHash> replaced = new ArrayList<>(hashes);
            replaced.set(i, MerkleTree.EMPTY_ROOT);
            changes.add(replaced);
        }
        if (!hashes.isEmpty()) {
            changes.add(hashes.subList(1, hashes.size()));
        }
        return changes;
    }
}
