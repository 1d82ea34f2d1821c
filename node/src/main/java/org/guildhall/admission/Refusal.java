package org.guildhall.admission;

/** Why something that was written here is not published. The code names the text that the page shows. */
public sealed class Refusal extends Exception permits Lacking {
    private static final long serialVersionUID = 1L;

    private final String code;

    public Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
