package org.guildhall.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Jcs;

/** One case: its file's name below the directory of the vectors, and what is in the file. */
public record Vector(String file, ObjectNode json) {
    static final String VALID = "valid";

    /** The suite that knows what to do with the input: the directory of the file. */
    public String suite() {
        return file.substring(0, file.indexOf('/'));
    }

    String expect() {
        return json.path("expect").textValue();
    }

    /** A new case. Its output is what the suite says to the input. */
    static Vector of(
            Suites suites,
            String file,
            String comment,
            List<String> requirements,
            String expect,
            List<String> or,
            ObjectNode input) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("comment", comment);
        ObjectNode head = json;
        requirements.forEach(id -> head.withArray("requirements").add(id));
        json.put("expect", expect);
        or.forEach(code -> head.withArray("or").add(code));
        json.set("input", input);
        Vector vector = new Vector(file, json);
        if (expect.equals(VALID)) {
            try {
                json.set("output", suites.run(vector.suite(), input));
            } catch (Fault e) {
                throw new IllegalStateException(file + " should be valid but is " + e.described(), e);
            }
        } else {
            vector.problems(suites).forEach(problem -> {
                throw new IllegalStateException(file + ": " + problem);
            });
        }
        return vector;
    }

    /** What the implementation here says differently from the vector; empty if they agree. */
    public List<String> problems(Suites suites) {
        List<String> problems = new ArrayList<>();
        try {
            JsonNode output = suites.run(suite(), (ObjectNode) json.path("input"));
            if (!expect().equals(VALID)) {
                problems.add("expected " + expect() + ", was found valid");
            } else if (!Jcs.text(output).equals(Jcs.text(json.path("output")))) {
                problems.add("expected " + json.path("output") + ", found " + output);
            }
        } catch (Fault e) {
            if (!allowed().contains(e.code())) {
                problems.add("expected " + expect() + ", found " + e.described());
            }
        }
        return problems;
    }

    private List<String> allowed() {
        List<String> allowed = new ArrayList<>(List.of(expect()));
        json.path("or").forEach(code -> allowed.add(code.textValue()));
        return allowed;
    }
}
