package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.guildhall.Shared;
import org.junit.jupiter.api.Test;

class ProofTest {
    private static final int LARGEST = 64;

    private final NaiveTree tree = NaiveTree.of(LARGEST);
    private final NaiveTree other = new NaiveTree(
            tree.leaves().stream().map(leaf -> MerkleTree.node(leaf, leaf)).toList());

    @Test
    void provesEveryLeafOfEverySmallTreeAndNoOther() throws IOException {
        for (int size = 1; size <= LARGEST; size++) {
            TreeHash root = tree.root(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.prove(index, size, tree);
                TreeHash leaf = tree.leaves().get(index);
                assertThat(proof.verify(leaf, root)).as("%d of %d", index, size).isTrue();
                assertThat(proof.verify(other.leaves().get(index), root)).isFalse();
                assertThat(proof.verify(leaf, other.root(size))).isFalse();
                for (int claimed = -1; claimed <= size; claimed++) {
                    if (claimed != index) {
                        assertThat(new InclusionProof(claimed, size, proof.path()).verify(leaf, root))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void refusesEveryChangeOfAnInclusionProof() throws IOException {
        for (int size = 2; size <= 20; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.prove(index, size, tree);
                for (List<TreeHash> path : changes(proof.path())) {
                    assertThat(new InclusionProof(index, size, path)
                                    .verify(tree.leaves().get(index), tree.root(size)))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void provesEveryPairOfSmallTreesAndNoOther() throws IOException {
        for (int second = 0; second <= LARGEST; second++) {
            for (int first = 0; first <= second; first++) {
                ConsistencyProof proof = ConsistencyProof.prove(first, second, tree);
                assertThat(proof.verify(tree.root(first), tree.root(second)))
                        .as("%d in %d", first, second)
                        .isTrue();
                if (first > 0) {
                    assertThat(proof.verify(other.root(first), tree.root(second)))
                            .isFalse();
                    assertThat(proof.verify(tree.root(first), other.root(second)))
                            .isFalse();
                }
                if (first < second && first > 0) {
                    assertThat(new ConsistencyProof(first, second, List.of())
                                    .verify(tree.root(first), tree.root(second)))
                            .isFalse();
                    for (int claimed = 1; claimed <= second; claimed++) {
                        if (claimed != first) {
                            assertThat(new ConsistencyProof(claimed, second, proof.path())
                                            .verify(tree.root(claimed), tree.root(second)))
                                    .isFalse();
                        }
                    }
                }
            }
        }
    }

    @Test
    void refusesEveryChangeOfAConsistencyProof() throws IOException {
        for (int second = 2; second <= 20; second++) {
            for (int first = 1; first < second; first++) {
                ConsistencyProof proof = ConsistencyProof.prove(first, second, tree);
                for (List<TreeHash> path : changes(proof.path())) {
                    assertThat(new ConsistencyProof(first, second, path).verify(tree.root(first), tree.root(second)))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyTreeBeginsWithTheEmptyOneAndNoOtherOfItsSize() throws IOException {
        ConsistencyProof proof = ConsistencyProof.prove(0, 5, tree);
        assertThat(proof.verify(MerkleTree.EMPTY_ROOT, tree.root(5))).isTrue();
        assertThat(proof.verify(tree.root(1), tree.root(5))).isFalse();
        assertThat(new ConsistencyProof(0, 0, List.of()).verify(tree.root(1), tree.root(1)))
                .isFalse();
        assertThat(new ConsistencyProof(0, 5, tree.leaves()).verify(MerkleTree.EMPTY_ROOT, tree.root(5)))
                .isFalse();
    }

    @Test
    void refusesImpossiblePositions() {
        assertThatThrownBy(() -> InclusionProof.prove(5, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.prove(-1, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.prove(6, 5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new InclusionProof(0, 0, List.of()).verify(tree.root(1), tree.root(1)))
                .isFalse();
        assertThat(new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, tree.leaves())
                        .verify(tree.root(1), tree.root(1)))
                .isFalse();
        assertThat(new ConsistencyProof(-1, 5, tree.leaves()).verify(tree.root(1), tree.root(5)))
                .isFalse();
        assertThat(new ConsistencyProof(6, 5, tree.leaves()).verify(tree.root(6), tree.root(5)))
                .isFalse();
    }

    @Test
    void agreesWithTheInclusionVectors() throws IOException {
        Path folder = Shared.file("vectors/tlog/inclusion");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json")).toList();
        }
        assertThat(files).hasSizeGreaterThan(50);
        int good = 0;
        for (Path file : files) {
            JsonNode vector = new ObjectMapper().readTree(file.toFile());
            boolean expected = !vector.get("wantErr").booleanValue();
            assertThat(verifies(vector)).as("%s: %s", file, vector.get("desc")).isEqualTo(expected);
            good += expected ? 1 : 0;
        }
        assertThat(good).isPositive();
    }

    private static boolean verifies(JsonNode vector) {
        try {
            List<TreeHash> path = new ArrayList<>();
            vector.get("proof").forEach(hash -> path.add(hash(hash)));
            return new InclusionProof(
                            vector.get("leafIdx").longValue(),
                            vector.get("treeSize").longValue(),
                            path)
                    .verify(hash(vector.get("leafHash")), hash(vector.get("root")));
        } catch (IllegalArgumentException notAHash) {
            return false;
        }
    }

    private static TreeHash hash(JsonNode base64) {
        return TreeHash.wrap(Base64.getDecoder().decode(base64.textValue()));
    }

    /** The path with one hash gone, doubled, changed, exchanged with its neighbour, and with one more at either end. */
    private List<List<TreeHash>> changes(List<TreeHash> path) {
        List<List<TreeHash>> changes = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<TreeHash> shorter = new ArrayList<>(path);
            shorter.remove(i);
            changes.add(shorter);
            List<TreeHash> doubled = new ArrayList<>(path);
            doubled.add(i, path.get(i));
            changes.add(doubled);
            List<TreeHash> changed = new ArrayList<>(path);
            byte[] bytes = path.get(i).toBytes();
            bytes[i] ^= 1;
            changed.set(i, TreeHash.wrap(bytes));
            changes.add(changed);
            if (i > 0) {
                List<TreeHash> exchanged = new ArrayList<>(path);
                exchanged.set(i, path.get(i - 1));
                exchanged.set(i - 1, path.get(i));
                changes.add(exchanged);
            }
        }
        List<TreeHash> longer = new ArrayList<>(path);
        longer.add(other.root(1));
        changes.add(longer);
        List<TreeHash> preceded = new ArrayList<>(path);
        preceded.add(0, other.root(1));
        changes.add(preceded);
        return changes;
    }
}
