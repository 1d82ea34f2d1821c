package org.guildhall.record;

/** Limits of records: constants of the protocol, the same at every node (spec, chapter Limits). */
public final class Limits {
    /** Published bytes of one record. */
    public static final int RECORD_BYTES = 131_072;
    /** Objects and arrays within one another, the record itself counted. */
    public static final int DEPTH = 16;
    /** The largest absolute value of an integer, 2^53 − 1. */
    public static final long INTEGER = (1L << 53) - 1;
    /** Characters (Unicode code points) of a question's or answer's text. */
    public static final int POST_TEXT = 65_536;

    public static final int COMMENT_TEXT = 4_096;
    public static final int TITLE = 300;
    public static final int TAGS = 8;
    public static final int TAG = 40;
    public static final int NAME = 80;
    public static final int HANDLE = 40;
    public static final int AFFILIATION = 120;
    public static final int REASON = 500;
    /** Characters of a code that says why. */
    public static final int CODE = 60;
    /** Characters of a label. */
    public static final int LABEL = 40;

    public static final int DESCRIPTION = 2_000;
    public static final int LICENSE = 200;
    public static final int ADDRESS = 2_048;
    public static final int ADDRESSES = 8;
    public static final int SIGNING_KEYS = 64;
    public static final int COUNTS = 500;
    /** Quarters in an attestation. */
    public static final int PERIODS = 400;
    /** Answers or votes that an attestation may claim of one quarter. */
    public static final int ATTESTED = 1_000_000;
    /** The largest number of a quarter; it begins after the year 9999. */
    public static final int QUARTER = 32_767;

    private Limits() {}
}
