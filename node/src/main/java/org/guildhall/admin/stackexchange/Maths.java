package org.guildhall.admin.stackexchange;

import org.commonmark.node.CustomNode;

/** Mathematics with its dollar signs, written as it is: stars and underscores in it are no emphasis. */
final class Maths extends CustomNode {

    private final String source;

    Maths(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }
}
