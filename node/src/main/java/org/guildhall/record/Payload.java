package org.guildhall.record;

/** A record's published bytes with their digest. The bytes are shared, not copied: nobody may change them. */
public record Payload(byte[] bytes, Digest digest) {
    public static Payload of(byte[] published) {
        return new Payload(published, Digest.of(published));
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Payload[" + digest + ", " + bytes.length + " bytes]";
    }
}
