package org.guildhall.admin.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;

/**
 * What came out of verifying one log.
 *
 * @param entries how many were read
 * @param root recomputed from all of them
 * @param records payloads that were read and whose signature was checked
 * @param holes entries whose payload was erased or dropped
 * @param setBack entries of another node that admission did not take; what is wrong inside of them is their node's matter
 * @param checkpointSize the size of the signed checkpoint that was compared; empty when none is stored
 * @param faults how many faults there are
 * @param first the first of them
 */
public record LogReport(
        NodeId node,
        boolean own,
        long entries,
        TreeHash root,
        long records,
        long holes,
        long setBack,
        Optional<Long> checkpointSize,
        long faults,
        List<Finding> first) {

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", node.did())
                .put("own", own)
                .put("entries", entries)
                .put("root", root.text())
                .put("records", records)
                .put("holes", holes)
                .put("setBack", setBack);
        checkpointSize.ifPresent(size -> json.put("checkpointSize", size));
        json.put("faults", faults);
        ArrayNode list = json.putArray("first");
        first.forEach(finding -> list.add(finding.toJson()));
        return json;
    }
}
