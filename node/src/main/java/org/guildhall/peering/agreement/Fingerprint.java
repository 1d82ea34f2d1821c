package org.guildhall.peering.agreement;

import java.util.HexFormat;
import org.guildhall.record.NodeId;
import org.guildhall.record.Sha256;

/** What people compare over the telephone to know that they mean the same node (OQX-PEE-010). */
public final class Fingerprint {
    private static final int BYTES = 16;
    private static final int GROUP = 4;

    private Fingerprint() {}

    /** Eight groups of four hexadecimal digits, such as {@code 3f2a-…}. */
    public static String of(NodeId node) {
        String digits = HexFormat.of().formatHex(Sha256.of(node.identity().publicKey()), 0, BYTES);
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < digits.length(); i += GROUP) {
            groups.append(i == 0 ? "" : "-").append(digits, i, i + GROUP);
        }
        return groups.toString();
    }
}
