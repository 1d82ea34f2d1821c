package org.guildhall.log;

/** Why bytes are not what a log serves. The code is registered in the spec (chapter Errors). */
public final class LogFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public LogFault(String code, String message) {
        // No stack trace: faults are answers to hostile input, made by the thousand.
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
