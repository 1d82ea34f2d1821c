package org.guildhall.log;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.record.NodeId;

/**
 * The size and root of a log at one moment (C2SP tlog-checkpoint): three lines, and no extension lines, which OQX has no use for.
 */
public record Checkpoint(String origin, long size, TreeHash root) {
    public static final String MEDIA_TYPE = "text/plain; charset=utf-8";

    private static final Pattern TEXT =
            Pattern.compile("([^\\n]{1,200})\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\n");

    public Checkpoint {
        if (size < 0 || size > MerkleTree.LARGEST) {
            throw new IllegalArgumentException("a log of " + size);
        }
    }

    public static Checkpoint of(NodeId node, long size, TreeHash root) {
        return new Checkpoint(origin(node), size, root);
    }

    /** The name of a node's log, for ever and at every address: {@code oqx/<node id>}. */
    public static String origin(NodeId node) {
        return "oqx/" + node.did();
    }

    /**
     * Reads the text of a checkpoint.
     *
     * @throws LogFault {@code malformed-checkpoint} unless {@link #text} gives the same text back
     */
    public static Checkpoint parse(String text) throws LogFault {
        Matcher lines = TEXT.matcher(text);
        if (lines.matches()) {
            long size = Long.parseLong(lines.group(2));
            TreeHash root = TreeHash.own(Base64.getDecoder().decode(lines.group(3)));
            if (size <= MerkleTree.LARGEST && root.base64().equals(lines.group(3))) {
                return new Checkpoint(lines.group(1), size, root);
            }
        }
        throw new LogFault("malformed-checkpoint", "a checkpoint is three lines: origin, size, root");
    }

    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
