package org.guildhall.conformance.oqx;

import java.util.Arrays;

/** Names of Ed25519 public keys: multikey, did:key, verification method (OQX-SIG-002, 010). */
public final class Multikey {
    private static final String DID = "did:key:";

    private Multikey() {}

    public static String of(byte[] publicKey) {
        byte[] prefixed = new byte[34];
        prefixed[0] = (byte) 0xed;
        prefixed[1] = 1;
        System.arraycopy(publicKey, 0, prefixed, 2, 32);
        return "z" + Base58.encode(prefixed);
    }

    /** The 32 bytes; {@code code} is said of another spelling. Whether they are a point is not looked at. */
    public static byte[] decode(String multikey, String code) throws Fault {
        byte[] prefixed = Base58.decodeMultibase(multikey, 34, code);
        if (prefixed[0] != (byte) 0xed || prefixed[1] != 1) {
            throw new Fault(code, "not an Ed25519 public key: " + multikey);
        }
        return Arrays.copyOfRange(prefixed, 2, 34);
    }

    public static String did(byte[] publicKey) {
        return DID + of(publicKey);
    }

    /** The public key in a node id. */
    public static byte[] ofNode(String did, String code) throws Fault {
        if (!did.startsWith(DID)) {
            throw new Fault(code, "not a did:key: " + did);
        }
        return decode(did.substring(DID.length()), code);
    }

    public static String verificationMethod(String multikey) {
        return DID + multikey + "#" + multikey;
    }

    /** The multikey that a verification method names. */
    public static String ofVerificationMethod(String method, String code) throws Fault {
        String multikey = method.substring(method.indexOf('#') + 1);
        decode(multikey, code);
        if (!verificationMethod(multikey).equals(method)) {
            throw new Fault(code, "not did:key:K#K: " + method);
        }
        return multikey;
    }
}
