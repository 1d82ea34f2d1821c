package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Why a command did not do what was asked. The message is for the person who typed it and says what to do. */
final class CommandFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Exit code: refused, failed, or faults were found. */
    static final int FAILED = 1;
    /** Exit code: not understood, or the node could not be asked. */
    static final int UNREACHABLE = 2;

    private final int exitCode;
    private final transient ObjectNode problem;

    CommandFault(int exitCode, String message) {
        this(
                exitCode,
                message,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "urn:guildhall:problem:" + (exitCode == UNREACHABLE ? "unreachable" : "failed"))
                        .put("detail", message));
    }

    private CommandFault(int exitCode, String message, ObjectNode problem) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.problem = problem;
    }

    /** What the node answered with instead of a result. */
    static CommandFault ofProblem(ObjectNode problem) {
        return new CommandFault(
                FAILED, problem.path("detail").asText(problem.path("title").asText("refused")), problem);
    }

    int exitCode() {
        return exitCode;
    }

    /** The same as a problem document, for those who asked for JSON. */
    ObjectNode problem() {
        return problem;
    }
}
