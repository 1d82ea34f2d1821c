package org.guildhall.peering.serving;

/** The registered problems of the protocol (OQX, chapter 07 §6): code, HTTP status, and a title that never varies. */
public enum Problem {
    BAD_REQUEST("bad-request", 400, "The request is not of the form asked for"),
    RANGE("range", 400, "The position is beyond the log"),
    SIGNATURE_MISSING("signature-missing", 401, "The request must be signed"),
    SIGNATURE_INPUT("signature-input", 401, "The request is not signed by the profile"),
    CONTENT_DIGEST("content-digest", 401, "The digest is not that of the body"),
    SIGNATURE_EXPIRED("signature-expired", 401, "The request was signed too long ago or in the future"),
    SIGNATURE_REPLAYED("signature-replayed", 401, "The request was made before"),
    BAD_SIGNATURE("bad-signature", 401, "The signature does not hold"),
    BAD_KEY("bad-key", 401, "The key is not one that may be used"),
    KEY_UNKNOWN("key-unknown", 401, "The key is none of the node's"),
    INVITATION("invitation", 403, "The invitation can't be used"),
    NOT_OPEN("not-open", 403, "The node peers by invitation only"),
    NOT_PEER("not-peer", 403, "The sender is not welcome"),
    CHECKPOINT_KEY("checkpoint-key", 403, "None of the node's keys signed the checkpoint"),
    CONSISTENCY("consistency", 422, "The proof does not lead from the one checkpoint to the other"),
    NODE_ADDRESS("node-address", 403, "The address is not that of the node"),
    NOT_FOUND("not-found", 404, "There is nothing here"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    TOO_LARGE("too-large", 413, "The body is too large"),
    MEDIA_TYPE("media-type", 415, "The body is of another type than asked for"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    INTERNAL("internal", 500, "The node failed"),
    BUSY("busy", 503, "The node is busy");

    private final String code;
    private final int status;
    private final String title;

    Problem(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** A refusal with this problem; the detail helps whoever sent the request and tells nothing else. */
    public Refusal because(String detail) {
        return new Refusal(this, detail, 0);
    }

    /** The same, with the seconds after which it may be tried again. */
    public Refusal because(String detail, int retryAfter) {
        return new Refusal(this, detail, retryAfter);
    }
}
