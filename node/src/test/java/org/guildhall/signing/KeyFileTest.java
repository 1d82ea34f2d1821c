package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.guildhall.record.Base58;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());

    @TempDir
    private Path directory;

    @Test
    void readsWhatItWrote() throws IOException {
        KeyFile.create(file(), key);
        SigningKey read = KeyFile.read(file());
        assertThat(read.publicKey()).isEqualTo(key.publicKey());
        assertThat(read.sign(new byte[] {1})).isEqualTo(key.sign(new byte[] {1}));
    }

    @Test
    void writesForItsOwnerAloneAndLeavesNothingBeside() throws IOException {
        KeyFile.create(file(), key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void neverOverwritesAKeyUnlessToldTo() throws IOException {
        KeyFile.create(file(), key);
        SigningKey other = SigningKey.generate(new SecureRandom());
        assertThatThrownBy(() -> KeyFile.create(file(), other)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(KeyFile.read(file()).publicKey()).isEqualTo(key.publicKey());
        KeyFile.replace(file(), other);
        assertThat(KeyFile.read(file()).publicKey()).isEqualTo(other.publicKey());
    }

    @Test
    void goesOnAfterACrashWhileWriting() throws IOException {
        Files.writeString(directory.resolve("signing.key.new"), "public z6M");
        KeyFile.create(file(), key);
        assertThat(KeyFile.read(file()).publicKey()).isEqualTo(key.publicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rwx--x---", "rw-----w-"})
    void refusesAFileThatOthersMayOpenAndNamesTheWayOut(String mode) throws IOException {
        KeyFile.create(file(), key);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> KeyFile.read(file()))
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600 " + file());
    }

    @Test
    void refusesADamagedFileWithoutPrintingIt() throws IOException {
        KeyFile.create(file(), key);
        List<String> lines = Files.readAllLines(file());
        String secret = lines.get(2);
        char last = secret.charAt(secret.length() - 1);
        List<List<String>> damaged = List.of(
                List.of(),
                List.of(lines.get(0), lines.get(1)),
                List.of(lines.get(0), lines.get(1), secret.substring(0, secret.length() - 1)),
                List.of(
                        lines.get(0),
                        lines.get(1),
                        secret.substring(0, secret.length() - 1) + (last == '2' ? '3' : '2')),
                List.of(lines.get(0), lines.get(1), secret + "0"),
                List.of(
                        lines.get(0),
                        "public " + SigningKey.generate(new SecureRandom()).publicKey(),
                        secret),
                List.of(lines.get(1), secret, secret),
                List.of(lines.get(1), secret, "something else"));
        for (List<String> text : damaged) {
            Files.write(file(), text);
            assertThatThrownBy(() -> KeyFile.read(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged")
                    .hasMessageNotContaining(secret.substring(10, 30));
        }
    }

    @Test
    void refusesAHugeFile() throws IOException {
        KeyFile.create(file(), key);
        Files.writeString(file(), "#".repeat(5_000));
        assertThatThrownBy(() -> KeyFile.read(file())).hasMessageContaining("damaged");
    }

    /** A12. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000005",
                "4242424242424242424242424242424242424242424242424242424242424242",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "002fdd1f7641793ab064bb7aa848f762e7ec6e332ffc26eeacda141ae33b1783",
                "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
                "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                "0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6",
                "ab9c2853ce297ddab85c993b3ae14bcad39b2c682beabc27d6d4eb20711d6560",
                "9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5"
            })
    void refusesSampleKeys(String seed) throws IOException {
        SigningKey sample = SigningKey.ofSeed(HexFormat.of().parseHex(seed));
        assertThatThrownBy(() -> KeyFile.create(file(), sample)).hasMessageContaining("sample");
        assertThat(file()).doesNotExist();
        byte[] coded = new byte[34];
        coded[0] = (byte) 0x80;
        coded[1] = 0x26;
        System.arraycopy(sample.seed(), 0, coded, 2, 32);
        KeyFile.create(file(), key);
        Files.writeString(file(), "public " + sample.publicKey() + "\nsecret z" + Base58.encode(coded) + "\n");
        assertThatThrownBy(() -> KeyFile.read(file())).hasMessageContaining("sample");
    }

    /** A12: the key of the W3C's test vectors, from its own text form. */
    @Test
    void refusesTheKeyOfTheDataIntegrityVectors() {
        byte[] coded = Base58.decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq");
        SigningKey sample = SigningKey.ofSeed(Arrays.copyOfRange(coded, 2, 34));
        assertThat(SampleKeys.contains(sample.publicKey())).isTrue();
        assertThat(SampleKeys.contains(key.publicKey())).isFalse();
        assertThatThrownBy(() -> KeyFile.create(file(), sample)).hasMessageContaining("sample");
    }

    @Test
    void hidesItsSecretInText() {
        assertThat(key).hasToString("SigningKey[" + key.publicKey() + "]");
    }

    private Path file() {
        return directory.resolve("signing.key");
    }
}
