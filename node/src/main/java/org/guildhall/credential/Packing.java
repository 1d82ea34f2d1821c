package org.guildhall.credential;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A testimony as a data URI (OQX-CRE-020): zlib, since records repeat names of keys, and base64. */
final class Packing {
    /** Bytes of a testimony before it is packed (OQX-LIM-091). */
    static final int LONGEST = 1 << 20;

    private static final String PREFIX = "data:application/vnd.oqx.testimony;base64,";
    private static final int CHUNK = 8_192;

    private Packing() {}

    static String pack(byte[] testimony) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(testimony);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                packed.write(chunk, 0, deflater.deflate(chunk));
            }
            return uri(packed.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /** @throws CredentialFault for what {@link #pack} does not give, and for what would be longer than it may be */
    static byte[] unpack(String uri) throws CredentialFault {
        if (!uri.startsWith(PREFIX)) {
            throw CredentialFault.malformed("the evidence is not " + PREFIX + "…");
        }
        Inflater inflater = new Inflater();
        try {
            byte[] packed = Base64.getDecoder().decode(uri.substring(PREFIX.length()));
            // The decoder forgives a missing padding, and bits that stand for nothing.
            if (!uri(packed).equals(uri)) {
                throw CredentialFault.malformed("the evidence is not in standard base64 with padding");
            }
            inflater.setInput(packed);
            ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                // A stream that is cut off, or asks for a dictionary, gives nothing more.
                if (count == 0 || unpacked.size() + count > LONGEST) {
                    throw CredentialFault.malformed("the evidence is cut off, or longer than " + LONGEST + " bytes");
                }
                unpacked.write(chunk, 0, count);
            }
            if (inflater.getRemaining() > 0) {
                throw CredentialFault.malformed("bytes follow the end of the evidence");
            }
            return unpacked.toByteArray();
        } catch (IllegalArgumentException | DataFormatException e) {
            throw CredentialFault.malformed("the evidence can't be unpacked: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static String uri(byte[] packed) {
        return PREFIX + Base64.getEncoder().encodeToString(packed);
    }
}
