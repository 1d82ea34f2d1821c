package org.guildhall.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** UUIDs derived from what they name (version 8, SHA-256), so that the same thing said again is the same object. */
public final class NamedUuid {
    private NamedUuid() {}

    /** The one acceptance object of a thread. */
    public static UUID accept(ObjectId thread) {
        return of("accept", thread.node(), thread.node().did(), thread.id().toString());
    }

    /** The one verdict object of {@code home} on a foreign object. */
    public static UUID verdict(NodeId home, ObjectId about) {
        return of("verdict", home, about.node().did(), about.id().toString());
    }

    /** The one tally object of {@code node} for a thread. */
    public static UUID tally(NodeId node, ObjectId thread) {
        return of("tally", node, thread.node().did(), thread.id().toString());
    }

    /** The one link of a relation from a thread to a target. */
    public static UUID link(ObjectId about, Link.Relation relation, Link.Target target) {
        String from = about.id().toString();
        if (target instanceof Link.Target.OfThread thread) {
            ObjectId to = thread.id();
            return of(
                    "link",
                    about.node(),
                    from,
                    relation.label(),
                    to.node().did(),
                    to.id().toString());
        }
        return of("link", about.node(), from, relation.label(), ((Link.Target.Page) target).url());
    }

    /** The one word of {@code node} on a member's standing in a topic, or on a role. */
    public static UUID attestation(NodeId node, ObjectId about, Attestation.Claim claim) {
        List<String> parts =
                new ArrayList<>(List.of(about.node().did(), about.id().toString()));
        if (claim instanceof Attestation.Standing standing) {
            parts.add("standing");
            standing.topic().ifPresent(parts::add);
        } else if (claim instanceof Attestation.Role role) {
            parts.addAll(List.of("role", role.name()));
        }
        return of("attestation", node, parts.toArray(String[]::new));
    }

    /** The one opinion of {@code node} that an object deserves this label. */
    public static UUID label(NodeId node, ObjectId about, String label) {
        return of("label", node, about.node().did(), about.id().toString(), label);
    }

    /** The one erasure of an object, by the node that owns it. */
    public static UUID erase(ObjectId about) {
        return of("erase", about.node(), about.id().toString());
    }

    /** The one dropping of an object from the log of {@code node}. */
    public static UUID drop(NodeId node, ObjectId about) {
        return of("drop", node, about.node().did(), about.id().toString());
    }

    /** The one answer of {@code node} to an erasure. */
    public static UUID receipt(NodeId node, ObjectId erase) {
        return of("receipt", node, erase.node().did(), erase.id().toString());
    }

    /** {@code what} is post, comment or user; {@code site} the address of the site the object came from. */
    public static UUID imported(NodeId node, String site, String what, String sourceId) {
        return of("import", node, site, what, sourceId);
    }

    static UUID of(String purpose, NodeId node, String... parts) {
        StringBuilder name =
                new StringBuilder("oqx:").append(purpose).append('\n').append(node.did());
        for (String part : parts) {
            name.append('\n').append(part);
        }
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(name.toString().getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
