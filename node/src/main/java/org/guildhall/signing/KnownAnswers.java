package org.guildhall.signing;

import java.util.HexFormat;
import org.guildhall.record.Multikey;

/** A test at the start for native code that was built elsewhere: it must take one signature and refuse three near it. */
final class KnownAnswers {
    private static final Multikey KEY = new Multikey("z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw");
    private static final byte[] MESSAGE = new byte[0];
    /** RFC 8032, section 7.1, test 1. */
    private static final String GOOD = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    /** The same with L added to S. */
    private static final String LARGE_S = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "4c8c7872aa064e049dbb3013fbf29380d25bf5f0595bbe24655141438e7a101b";
    /** R is a multiple of the base point plus a point of order 8, which only the rule without cofactor refuses. */
    private static final String MIXED_R = "8d90c71124e59dad58d785729b000624df67c56be3552e8165c1260e555b24d4"
            + "37fca3d73393e7be07fa375179b0955fb6fa6d444bad349829b8d2d6a57f6006";

    private KnownAnswers() {}

    static boolean holdFor(Verifier verifier) {
        byte[] good = hex(GOOD);
        byte[] flipped = good.clone();
        flipped[0] ^= 1;
        return verifier.verify(KEY, MESSAGE, good)
                && !verifier.verify(KEY, MESSAGE, flipped)
                && !verifier.verify(KEY, MESSAGE, hex(LARGE_S))
                && !verifier.verify(KEY, MESSAGE, hex(MIXED_R));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
