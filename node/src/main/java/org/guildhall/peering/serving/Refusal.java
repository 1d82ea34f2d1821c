package org.guildhall.peering.serving;

/** A request that is answered with a problem document. What it asked for has had no effect. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final int retryAfter;

    Refusal(Problem problem, String detail, int retryAfter) {
        // No stack trace: refusals are answers to hostile input, made by the thousand.
        super(detail, null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Seconds, 0 when nothing is said about it. */
    public int retryAfter() {
        return retryAfter;
    }
}
