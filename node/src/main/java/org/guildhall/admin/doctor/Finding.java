package org.guildhall.admin.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one look at something found.
 *
 * @param check what was looked at, in a word
 * @param remedy what to do; empty when all is well
 */
public record Finding(Level level, String check, String detail, String remedy) {

    /** How bad it is. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String check, String detail) {
        return new Finding(Level.OK, check, detail, "");
    }

    static Finding warn(String check, String detail, String remedy) {
        return new Finding(Level.WARN, check, detail, remedy);
    }

    static Finding fail(String check, String detail, String remedy) {
        return new Finding(Level.FAIL, check, detail, remedy);
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("level", level.name())
                .put("check", check)
                .put("detail", detail)
                .put("remedy", remedy);
    }
}
