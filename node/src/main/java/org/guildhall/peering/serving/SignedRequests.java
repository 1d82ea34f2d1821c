package org.guildhall.peering.serving;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.NonceMemory;
import org.guildhall.signing.SignatureFault;

/** Who signed a request to us, by the one profile (OQX-PEE-040 to 047). Safe for many threads. */
public final class SignedRequests {
    private final Supplier<List<Origin>> ownAddresses;
    private final HttpSignature signatures;
    private final NonceMemory nonces;
    private final Clock clock;

    public SignedRequests(
            Supplier<List<Origin>> ownAddresses, HttpSignature signatures, NonceMemory nonces, Clock clock) {
        this.ownAddresses = ownAddresses;
        this.signatures = signatures;
        this.nonces = nonces;
        this.clock = clock;
    }

    /**
     * Who signed, for whichever of our addresses. Whether that key may ask this is for the caller to find out, and then to
     * {@link #remember}.
     *
     * @param target path and query as they came
     * @param headers all values of a header by its name in lower case
     */
    HttpSignature.Signed signer(String method, String target, Function<String, List<String>> headers, byte[] body)
            throws Refusal {
        SignatureFault last = new SignatureFault("bad-signature", "this node has no address");
        for (Origin own : ownAddresses.get()) {
            try {
                return signatures.verify(method, own + target, headers, body);
            } catch (SignatureFault fault) {
                last = fault;
                if (!fault.code().equals("bad-signature")) {
                    break;
                }
            }
        }
        throw problem(last.code()).because(String.valueOf(last.getMessage()));
    }

    /** The last step, when everything else was found good: a request is taken once (OQX-PEE-046). */
    void remember(HttpSignature.Signed signed) throws Refusal {
        NonceMemory.Answer answer = nonces.remember(signed, clock.instant());
        if (answer == NonceMemory.Answer.REPEATED) {
            throw Problem.SIGNATURE_REPLAYED.because("sign each request with a nonce of its own");
        }
        if (answer == NonceMemory.Answer.FULL) {
            throw Problem.RATE_LIMITED.because("too many signed requests in ten minutes", 600);
        }
    }

    private static Problem problem(String code) {
        for (Problem problem : Problem.values()) {
            if (problem.code().equals(code)) {
                return problem;
            }
        }
        return Problem.BAD_SIGNATURE;
    }
}
