package org.guildhall.admission;

import java.math.BigInteger;

/** A number in a policy: whole, from 0 on. */
enum Amount {
    VOTE_WEIGHT("voteWeight", 100),
    RECORDS_PER_DAY("recordsPerDay", 1_000_000_000_000L),
    BYTES_PER_DAY("bytesPerDay", 1_000_000_000_000L),
    ATTESTATIONS_PER_DAY("attestationsPerDay", 1_000_000_000_000L),
    STORED_BYTES_PER_DAY("bytesPerDay", 1_000_000_000_000_000L),
    STORED_BYTES("bytes", 1_000_000_000_000_000L);

    private final String member;
    private final long most;

    Amount(String member, long most) {
        this.member = member;
        this.most = most;
    }

    /** The rule in words. */
    String rule() {
        return "\"" + member + "\" is a whole number from 0 to " + most;
    }

    /** @throws IllegalArgumentException that says the rule */
    long of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException(rule() + ", not " + value);
        }
        return value.longValueExact();
    }

    /** @throws IllegalArgumentException that says the rule */
    void check(long value) {
        of(BigInteger.valueOf(value));
    }
}
