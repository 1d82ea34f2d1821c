package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cases of the specification while they are being collected. */
final class VectorSet {
    private final Suites suites = new Suites();
    private final List<Vector> vectors = new ArrayList<>();
    private final Set<String> files = new HashSet<>();

    /** One case; {@code name} is the suite and the name of the file without its ending. */
    void valid(String name, String comment, List<String> requirements, ObjectNode input) {
        add(name, comment, requirements, Vector.VALID, List.of(), input);
    }

    /** A case that must be refused with the code, or with one of the others. */
    void invalid(String name, String comment, List<String> requirements, ObjectNode input, String code, String... or) {
        add(name, comment, requirements, code, List.of(or), input);
    }

    private void add(
            String name, String comment, List<String> requirements, String expect, List<String> or, ObjectNode input) {
        String file = name + ".json";
        if (!files.add(file)) {
            throw new IllegalStateException("two vectors named " + file);
        }
        vectors.add(Vector.of(suites, file, comment, requirements, expect, or, input));
    }

    List<Vector> all() {
        return List.copyOf(vectors);
    }

    static ObjectNode input() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode input(byte[] bytes) {
        ObjectNode input = input();
        input.set("bytes", Wire.of(bytes));
        return input;
    }

    static ObjectNode input(ObjectNode wire) {
        ObjectNode input = input();
        input.set("bytes", wire);
        return input;
    }
}
