package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;

/** However many records a peer made of it, only so many bytes of them are in memory at once. */
class RecordPiecesTest {
    private static List<List<Integer>> pieces(NodeInMemory node, long most) throws Exception {
        List<List<Integer>> pieces = new ArrayList<>();
        return node.writer
                .submit(tx -> {
                    new RecordPieces(tx, most)
                            .read(
                                    "e.log = ? and e.kind = 3",
                                    piece -> pieces.add(piece.stream()
                                            .map(one -> one.record().payload().bytes().length)
                                            .toList()),
                                    tx.self());
                    return pieces;
                })
                .get();
    }

    @EachDatabase
    void cutsByBytesAndLeavesNothingOut(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Node", location)) {
            ObjectId anna = node.join("anna");
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                OqxRecord asked = node.publish(
                        node.fresh(), NodeInMemory.questionBody(anna, "Q" + "a".repeat(i == 2 ? 100 : 10)));
                sizes.add(asked.payload().bytes().length);
            }
            // Records of one form differ by a byte or two: by the digits of their signatures.
            int two = Math.max(sizes.get(0) + sizes.get(1), sizes.get(3) + sizes.get(4));
            assertThat(pieces(node, two))
                    .as("a record that does not fit in any more stands alone")
                    .containsExactly(sizes.subList(0, 2), sizes.subList(2, 3), sizes.subList(3, 5));
            assertThat(pieces(node, 1)).hasSize(5).allMatch(piece -> piece.size() == 1);
            assertThat(pieces(node, 100L * two)).containsExactly(sizes);
        }
    }
}
