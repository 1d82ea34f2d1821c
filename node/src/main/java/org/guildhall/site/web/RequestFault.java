package org.guildhall.site.web;

/** A request that is answered with an error page; nothing was changed. */
public final class RequestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; each has its own page. */
    public enum Reason {
        BAD_REQUEST(400),
        FORBIDDEN(403),
        /** The token of the form is missing, old or another visitor's. */
        STALE_FORM(403),
        NOT_FOUND(404),
        METHOD(405),
        TIMEOUT(408),
        TOO_LARGE(413),
        MEDIA_TYPE(415),
        TOO_MANY(429),
        FAULT(500),
        UNAVAILABLE(503),
        /** This node signs nothing for its log at the moment. */
        NOT_SIGNING(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Reason reason;

    public RequestFault(Reason reason) {
        // No stack trace: a refusal is an answer, and anybody can ask for many.
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
