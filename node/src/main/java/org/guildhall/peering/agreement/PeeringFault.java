package org.guildhall.peering.agreement;

/** Why an administrator's wish about a peering can't be done; the message is for that person, the code for programs. */
public final class PeeringFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public PeeringFault(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
