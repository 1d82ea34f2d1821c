package org.guildhall.signing;

/** Why a signature is not believed. The code is registered in the spec (chapter Errors) and travels in problem documents. */
public final class SignatureFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public SignatureFault(String code, String message) {
        // No stack trace: faults are answers to hostile input, made by the thousand.
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
