package org.guildhall.admin.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something in a stored log that is not as it must be.
 *
 * @param index of the entry, or −1 when it is about the log as a whole
 * @param code as in the specification's registry where it has one
 */
public record Finding(long index, String code, String detail) {

    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("index", index)
                .put("code", code)
                .put("detail", detail);
    }

    @Override
    public String toString() {
        return (index < 0 ? "" : "entry " + index + ": ") + code + ": " + detail;
    }
}
