package org.guildhall.signing;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes of any length under a passphrase: a salt of 16 bytes, then chunks of 64 KiB, each AES-256-GCM with its number as the nonce
 * and whether it is the last as associated data. So whatever is changed, left out, put in another order or cut off is noticed. The
 * key is made by Argon2id and belongs to the salt, so no nonce is used twice.
 */
public final class Sealed {
    private static final int CHUNK = 64 << 10;
    private static final int TAG_BYTES = 16;
    private static final int SALT_BYTES = 16;
    private static final int MEMORY_KIB = 65_536;
    private static final int PASSES = 3;

    private Sealed() {}

    /** Seals what is written to it. It must be closed: the last chunk says that it is the last. */
    public static OutputStream writing(OutputStream out, String passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        out.write(salt);
        return new Writing(out, key(passphrase, salt));
    }

    /** Opens what was sealed. Reading fails with an {@link IOException} when the passphrase is another or a byte was changed. */
    public static InputStream reading(InputStream in, String passphrase) throws IOException {
        byte[] salt = in.readNBytes(SALT_BYTES);
        if (salt.length < SALT_BYTES) {
            throw new EOFException("the file is cut off");
        }
        return new Reading(in, key(passphrase, salt));
    }

    private static SecretKeySpec key(String passphrase, byte[] salt) {
        return new SecretKeySpec(PasswordHash.argon2id(passphrase, salt, MEMORY_KIB, PASSES, 1, 32), "AES");
    }

    private static byte[] crypt(int mode, SecretKeySpec key, long number, boolean last, byte[] bytes, int length)
            throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
            cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
            return cipher.doFinal(bytes, 0, length);
        } catch (AEADBadTagException e) {
            throw new IOException(
                    "the passphrase is another one, or the file was changed or cut off (chunk " + number + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static final class Writing extends FilterOutputStream {
        private final SecretKeySpec key;
        private final byte[] chunk = new byte[CHUNK];
        private int filled;
        private long number;
        private boolean closed;

        Writing(OutputStream out, SecretKeySpec key) {
            super(out);
            this.key = key;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int left = length;
            while (left > 0) {
                if (filled == CHUNK) {
                    seal(false);
                }
                int now = Math.min(left, CHUNK - filled);
                System.arraycopy(bytes, from, chunk, filled, now);
                filled += now;
                from += now;
                left -= now;
            }
        }

        private void seal(boolean last) throws IOException {
            out.write(crypt(Cipher.ENCRYPT_MODE, key, number++, last, chunk, filled));
            filled = 0;
        }

        @Override
        public void flush() throws IOException {
            out.flush(); // a chunk that is not full waits
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                seal(true);
                out.close();
            }
        }
    }

    private static final class Reading extends FilterInputStream {
        private final SecretKeySpec key;
        private byte[] plain = new byte[0];
        private int at;
        private long number;
        private byte[] next;
        private boolean ended;

        Reading(InputStream in, SecretKeySpec key) throws IOException {
            super(in);
            this.key = key;
            this.next = in.readNBytes(CHUNK + TAG_BYTES);
        }

        /** Whether there is a byte more. A chunk is the last when nothing follows it. */
        private boolean fill() throws IOException {
            while (at == plain.length) {
                if (ended) {
                    return false;
                }
                byte[] now = next;
                next = in.readNBytes(CHUNK + TAG_BYTES);
                ended = next.length == 0;
                plain = crypt(Cipher.DECRYPT_MODE, key, number++, ended, now, now.length);
                at = 0;
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return fill() ? plain[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int now = Math.min(length, plain.length - at);
            System.arraycopy(plain, at, bytes, offset, now);
            at += now;
            return now;
        }

        @Override
        public int available() {
            return plain.length - at;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
