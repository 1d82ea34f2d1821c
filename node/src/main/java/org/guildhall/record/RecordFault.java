package org.guildhall.record;

/** Why bytes are not a record. The code is registered in the spec (chapter Errors) and travels in problem documents. */
public final class RecordFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public RecordFault(String code, String message) {
        // No stack trace: faults are answers to hostile input, made by the thousand.
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Not JSON, not the canonical form, or a member that is missing or of the wrong shape. */
    public static RecordFault malformed(String message) {
        return new RecordFault("malformed", message);
    }

    public static RecordFault notCanonical(String message) {
        return new RecordFault("not-canonical", message);
    }

    public static RecordFault tooLarge(String message) {
        return new RecordFault("too-large", message);
    }
}
