package org.guildhall.conformance.oqx;

/** Why something is refused: a code registered in chapter 07, and words. */
public final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public Fault(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Code and words. */
    public String described() {
        return code + ": " + getMessage();
    }
}
