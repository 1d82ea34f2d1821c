package org.guildhall.admin;

/** Why a command was not carried out; becomes a problem document (RFC 9457). The detail says what to do about it. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status the HTTP status
     * @param code the last part of the problem's type, {@code urn:guildhall:problem:…}
     */
    public Refusal(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static Refusal badRequest(String detail) {
        return new Refusal(400, "bad-request", detail);
    }

    public static Refusal notFound(String detail) {
        return new Refusal(404, "not-found", detail);
    }

    public static Refusal conflict(String detail) {
        return new Refusal(409, "conflict", detail);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
