package org.guildhall.log;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.guildhall.record.NodeId;

/**
 * The size and root of a log at one moment (C2SP tlog-checkpoint): three lines. A log has its
 * first entry, its node's introduction, before anything is published. Extension lines behind them are passed over
 * (OQX-LOG-031); what was signed is kept in the note.
 */
public record Checkpoint(String origin, long size, TreeHash root) {
    public static final String MEDIA_TYPE = "text/plain; charset=utf-8";

    private static final int LINES = 3;
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,15}");
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9+/]{43}=");

    public Checkpoint {
        if (size < 1 || size > MerkleTree.LARGEST) {
            throw new IllegalArgumentException("no checkpoint speaks of " + size + " entries");
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
     * @throws LogFault {@code checkpoint} unless it begins with what {@link #text} gives back
     */
    public static Checkpoint parse(String text) throws LogFault {
        List<String> lines = text.lines().toList();
        boolean isWellFormed = lines.size() >= LINES
                && text.endsWith("\n")
                && text.indexOf('\r') < 0
                && lines.stream().noneMatch(String::isEmpty)
                && SIZE.matcher(lines.get(1)).matches()
                && ROOT.matcher(lines.get(2)).matches();
        if (isWellFormed) {
            long size = Long.parseLong(lines.get(1));
            TreeHash root = TreeHash.own(Base64.getDecoder().decode(lines.get(2)));
            if (size <= MerkleTree.LARGEST && root.base64().equals(lines.get(2))) {
                return new Checkpoint(lines.get(0), size, root);
            }
        }
        throw new LogFault("checkpoint", "a checkpoint begins with three lines: origin, size, root");
    }

    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
