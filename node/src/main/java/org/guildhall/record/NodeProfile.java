package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A node as it introduces itself: its keys, its addresses, its name. Signed by the identity key.
 *
 * @param cosigningKey with which it cosigns other logs' checkpoints, as a witness (chapter 09)
 * @param continues where its log goes on after two histories of it were shown (chapter 09)
 */
public record NodeProfile(
        String name,
        Multikey identityKey,
        Digest nextIdentity,
        List<SigningKeyEntry> signingKeys,
        List<String> addresses,
        Optional<String> contact,
        Optional<String> license,
        Optional<Multikey> cosigningKey,
        Optional<Continuation> continues)
        implements Body {
    /** The UUID of the one Node object of every node. */
    public static final UUID ID = new UUID(0, 0);

    /** A signing key; believed for entries below {@code revokedAt} only, when that is there. */
    public record SigningKeyEntry(Multikey key, Optional<Long> revokedAt) {}

    /**
     * A point of the log that its node stands by.
     *
     * @param size of the log there, which is the index of the record that says so
     * @param root of the tree of that size, 32 bytes
     */
    public record Continuation(long size, Digest root) {}

    /** A node that is no witness and goes on from nowhere: how every node begins. */
    public NodeProfile(
            String name,
            Multikey identityKey,
            Digest nextIdentity,
            List<SigningKeyEntry> signingKeys,
            List<String> addresses,
            Optional<String> contact,
            Optional<String> license) {
        this(
                name,
                identityKey,
                nextIdentity,
                signingKeys,
                addresses,
                contact,
                license,
                Optional.empty(),
                Optional.empty());
    }

    /** The same node with other signing keys; goes on from nowhere. */
    public NodeProfile withKeys(List<SigningKeyEntry> keys) {
        return withKeys(keys, Optional.empty());
    }

    /** The same node with other signing keys, in a record that says where its log goes on after a fork, if it says so. */
    public NodeProfile withKeys(List<SigningKeyEntry> keys, Optional<Continuation> from) {
        return new NodeProfile(
                name, identityKey, nextIdentity, List.copyOf(keys), addresses, contact, license, cosigningKey, from);
    }

    /** The same node with the same keys, but for the one it cosigns with, presented otherwise; goes on from nowhere. */
    public NodeProfile presented(
            String as, List<String> at, Optional<String> contact, Optional<String> license, Multikey cosigning) {
        return new NodeProfile(
                as,
                identityKey,
                nextIdentity,
                signingKeys,
                at,
                contact,
                license,
                Optional.of(cosigning),
                Optional.empty());
    }

    @Override
    public Kind kind() {
        return Kind.NODE;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.empty();
    }

    @Override
    public void write(ObjectNode json) {
        json.put("name", name).put("identityKey", identityKey.text()).put("nextIdentity", nextIdentity.text());
        ArrayNode keys = json.putArray("signingKeys");
        for (SigningKeyEntry entry : signingKeys) {
            ObjectNode item = keys.addObject().put("key", entry.key().text());
            entry.revokedAt().ifPresent(size -> item.put("revokedAt", size));
        }
        ArrayNode places = json.putArray("addresses");
        addresses.forEach(places::add);
        contact.ifPresent(words -> json.put("contact", words));
        license.ifPresent(licence -> json.put("license", licence));
        cosigningKey.ifPresent(key -> json.put("cosigningKey", key.text()));
        continues.ifPresent(from -> json.putObject("continues")
                .put("size", from.size())
                .put("root", from.root().text()));
    }

    static NodeProfile read(Fields fields) throws RecordFault {
        List<SigningKeyEntry> keys = new ArrayList<>();
        for (Fields item : fields.objects("signingKeys", Limits.SIGNING_KEYS)) {
            keys.add(new SigningKeyEntry(item.multikey("key"), item.optionalInteger("revokedAt", 0, Limits.INTEGER)));
        }
        if (keys.isEmpty()) {
            throw RecordFault.malformed("signingKeys must name at least one key");
        }
        if (keys.stream().map(SigningKeyEntry::key).distinct().count() != keys.size()) {
            throw RecordFault.malformed("signingKeys names a key twice");
        }
        List<String> addresses = fields.texts("addresses", Limits.ADDRESSES, Limits.ADDRESS);
        if (addresses.isEmpty() || new HashSet<>(addresses).size() != addresses.size()) {
            throw RecordFault.malformed("addresses must name at least one address, and none twice");
        }
        // Not shown anywhere yet, but bounded like all the rest.
        fields.requireText("description", Limits.DESCRIPTION);
        for (String address : addresses) {
            WebAddress.checkBase("addresses", address);
        }
        return new NodeProfile(
                fields.text("name", Limits.NAME),
                fields.multikey("identityKey"),
                fields.digest("nextIdentity"),
                List.copyOf(keys),
                addresses,
                fields.optionalText("contact", Limits.REASON),
                fields.optionalText("license", Limits.LICENSE),
                fields.has("cosigningKey") ? Optional.of(fields.multikey("cosigningKey")) : Optional.empty(),
                fields.has("continues") ? Optional.of(continuation(fields.object("continues"))) : Optional.empty());
    }

    private static Continuation continuation(Fields fields) throws RecordFault {
        return new Continuation(fields.integer("size", 1, Limits.INTEGER), fields.digest("root"));
    }
}
