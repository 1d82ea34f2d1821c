package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
    private static final NaiveTree TREE = NaiveTree.of(70_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
    void proofsCanBeMadeOfTilesAlone(int size) throws IOException {
        TreeHash root = TREE.root(size);
        HashReader nodes = Tiles.nodes(size, path -> {
            assertThat(path.isWithin(size)).as("%s of %d", path, size).isTrue();
            return TREE.tile(path);
        });
        assertThat(new Subtrees(nodes).hash(0, size)).isEqualTo(root);
        for (int index : new int[] {0, 1, size / 3, size / 2, size - 1}) {
            if (index < size) {
                assertThat(InclusionProof.prove(index, size, nodes)
                                .verify(TREE.leaves().get(index), root))
                        .isTrue();
            }
            assertThat(ConsistencyProof.prove(index, size, nodes).verify(TREE.root(index), root))
                    .isTrue();
        }
    }

    @Test
    void fetchesFewTilesForAProofAndEachOnce() throws IOException {
        List<TilePath> fetched = new ArrayList<>();
        HashReader nodes = Tiles.nodes(70_000, path -> {
            fetched.add(path);
            return TREE.tile(path);
        });
        ConsistencyProof.prove(65_536 + 256, 70_000, nodes);
        assertThat(fetched).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
    }

    @Test
    void refusesATileOfAnotherWidth() {
        HashReader nodes = Tiles.nodes(300, path -> new byte[31]);
        assertThatThrownBy(() -> nodes.node(0, 299)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesNodesThatTheTreeDoesNotHave() {
        HashReader nodes = Tiles.nodes(300, TREE::tile);
        assertThatThrownBy(() -> nodes.node(0, 300)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nodes.node(8, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nodes.node(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullTileIsOneHashOfTheLevelAbove() {
        byte[] tile = Tiles.encode(TREE.leaves().subList(512, 768));
        assertThat(tile).hasSize(8_192);
        assertThat(Tiles.rootOf(tile)).isEqualTo(TREE.node(8, 2));
        assertThatThrownBy(() -> Tiles.rootOf(new byte[32])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bundlesEntriesWithTheirLengths() throws LogFault {
        List<Entry> entries = List.of(TestLog.entry(1), TestLog.entry(2), TestLog.entry(3));
        byte[] bundle = Tiles.encodeEntries(entries);
        assertThat(bundle).hasSize(3 * 80).startsWith(0, 78, 1);
        assertThat(Tiles.readEntries(bundle)).isEqualTo(entries);
    }

    @Test
    void refusesMalformedBundles() {
        byte[] bundle = Tiles.encodeEntries(List.of(TestLog.entry(1), TestLog.entry(2)));
        byte[] cut = Arrays.copyOf(bundle, 159);
        byte[] otherLength = bundle.clone();
        otherLength[81] = 77;
        for (byte[] bytes : List.of(cut, otherLength, new byte[80 * 257])) {
            assertThatThrownBy(() -> Tiles.readEntries(bytes))
                    .isInstanceOfSatisfying(
                            LogFault.class, fault -> assertThat(fault.code()).isEqualTo("entry"));
        }
    }
}
