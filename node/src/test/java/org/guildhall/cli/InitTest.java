package org.guildhall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.PasswordHash;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Database;
import org.guildhall.store.Role;
import org.guildhall.store.Settings;
import org.guildhall.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {
    @TempDir
    Path parent;

    @Test
    void makesANodeWithKeysConfigurationAndTheFirstTwoEntriesOfItsLog() throws Exception {
        Path data = parent.resolve("data");
        Spoken spoken = Spoken.by(
                "init",
                "--data",
                data.toString(),
                "--domain",
                "ask.example",
                "--name",
                "Ask Pumps",
                "--admin",
                "ada",
                "--json");
        assertThat(spoken.err()).isEmpty();
        assertThat(spoken.exitCode()).isZero();
        JsonNode said = spoken.json();

        DataDirectory directory = DataDirectory.open(data);
        Config config = directory.readConfig();
        assertThat(config.publicAddress()).isEqualTo(URI.create("https://ask.example"));
        assertThat(config.port()).isEqualTo(said.path("port").asInt());
        assertThat(config.allowedRanges()).isEmpty();
        SigningKey identity = KeyFile.read(directory.identityKey());
        assertThat(said.path("node").asText())
                .isEqualTo(NodeId.of(identity.publicKey()).did());
        assertThat(Files.readString(directory.config())).contains("// Where readers and peers reach the node");
        for (Path secret : List.of(
                directory.identityKey(), directory.nextIdentityKey(), directory.signingKey(), directory.adminToken())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
        try (Database database = Database.open(config.databaseIn(directory.database()));
                Connection connection = database.reads().getConnection()) {
            Sql sql = new Sql(connection);
            assertThat(sql.query("select kind from log_entry order by idx", row -> row.getInt(1)))
                    .containsExactly(Kind.NODE.code(), Kind.MEMBER.code());
            Account account = new Accounts(sql).byHandle("ada").orElseThrow();
            assertThat(account.role()).isEqualTo(Role.ADMINISTRATOR);
            assertThat(new PasswordHash(new java.security.SecureRandom())
                            .matches(
                                    said.path("password").asText(),
                                    account.password().orElseThrow()))
                    .isTrue();
        }
    }

    @Test
    void tellsPeopleWhatToDoNext() {
        Path data = parent.resolve("data");
        Spoken spoken = Spoken.by("init", "--data", data.toString(), "--local");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out())
                .contains("Fingerprint")
                .contains("Password")
                .contains(data.resolve("keys/identity.key").toString())
                .contains("guildhall serve --data " + data);
    }

    @Test
    void neverOverwritesANode() throws Exception {
        Path data = parent.resolve("data");
        Spoken.by("init", "--data", data.toString(), "--local");
        Map<Path, String> before = contents(data.resolve("keys"));
        Spoken again = Spoken.by("init", "--data", data.toString(), "--domain", "other.example");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already holds a node").contains("guildhall serve");
        assertThat(contents(data.resolve("keys"))).isEqualTo(before);
    }

    @Test
    void choosesOtherPortsForTheNextNode() throws Exception {
        JsonNode first = Spoken.by("init", "--data", parent.resolve("a").toString(), "--local", "--json")
                .json();
        JsonNode second = Spoken.by("init", "--data", parent.resolve("b").toString(), "--local", "--json")
                .json();
        assertThat(List.of(first.path("port").asInt(), first.path("adminPort").asInt()))
                .doesNotContain(
                        second.path("port").asInt(), second.path("adminPort").asInt());
        assertThat(first.path("address").asText())
                .isEqualTo("http://127.0.0.1:" + first.path("port").asInt());
    }

    @Test
    void takesAPasswordFromTheInputAndDoesNotRepeatIt() {
        Spoken spoken = Spoken.hearing(
                "correct horse battery\nrest",
                Map.of(),
                "init",
                "--data",
                parent.resolve("data").toString(),
                "--local",
                "--admin-password-file",
                "-");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).doesNotContain("correct horse").doesNotContain("Password");
    }

    @Test
    void takesWhatIsAskedIntoTheConfiguration() throws Exception {
        Path data = parent.resolve("data");
        Spoken spoken = Spoken.by(
                "init",
                "--data",
                data.toString(),
                "--address",
                "http://10.1.2.3:8080",
                "--port",
                "8080",
                "--admin-port",
                "8081",
                "--listen",
                "0.0.0.0",
                "--registration",
                "closed",
                "--allow-range",
                "10.0.0.0/8",
                "--trusted-proxy",
                "10.1.2.4/32",
                "--trusted-proxy",
                "10.1.2.5/32",
                "--tally-seconds",
                "5",
                "--tally-voters",
                "1",
                "--license",
                "CC-BY-4.0",
                "--contact",
                "ops@ask.example",
                "--demo");
        assertThat(spoken.err()).isEmpty();
        Config config = DataDirectory.open(data).readConfig();
        assertThat(config.listenHost()).isEqualTo("0.0.0.0");
        assertThat(config.allowedRanges()).hasToString("[10.0.0.0/8]");
        assertThat(config.trustedProxies())
                .as("this machine's own proxy as well")
                .map(Object::toString)
                .contains("127.0.0.0/8", "10.1.2.4/32", "10.1.2.5/32");
        assertThat(config.tally()).isEqualTo(new TallyTerms(Duration.ofSeconds(5), 1, Duration.ofDays(30)));
        assertThat(config.demo()).isTrue();
        try (Database database = Database.open(config.databaseIn(data.resolve("db")));
                Connection connection = database.reads().getConnection()) {
            Sql sql = new Sql(connection);
            assertThat(new Settings(sql).get(Settings.REGISTRATION)).contains("closed");
            assertThat(sql.query(
                            "select name || ' ' || license || ' ' || contact from node_profile",
                            row -> row.getString(1)))
                    .containsExactly("10.1.2.3:8080 CC-BY-4.0 ops@ask.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--domain Ask.example/, --domain must be https",
        "--address ask.example, --address must be https",
        "--local --port 70000, --port must be from 1 to 65535",
        "--local --port 8080 --admin-port 8080, --admin-port must differ from --port",
        "--local --registration all, '--registration must be open, invitation or closed'",
        "--local --allow-range localhost, --allow-range: a range",
        "--local --trusted-proxy proxy.example, --trusted-proxy: a range",
        "--local --database mysql://x, --database must be embedded or postgresql://",
        "--local --admin Ada, --admin must be 1 to 40 of",
        "--local --admin-password-file /no/such/file, the password file /no/such/file cannot be read",
        "--local --domain x.example, mutually exclusive",
        "--name x, Missing required",
    })
    void makesNothingWhenItIsNotAskedWell(String options, String complaint) {
        Path data = parent.resolve("data");
        String[] args = Stream.concat(Stream.of("init", "--data", data.toString()), Stream.of(options.split(" ")))
                .toArray(String[]::new);
        Spoken spoken = Spoken.by(args);
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains(complaint);
        assertThat(data).doesNotExist();
    }

    @Test
    void leavesNothingBehindWhenTheDatabaseCannotBeReached() throws Exception {
        Path data = parent.resolve("data");
        Spoken spoken = Spoken.by(
                "init",
                "--data",
                data.toString(),
                "--local",
                "--database",
                "postgresql://ada:hunter2@127.0.0.1:1/none");
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("postgresql://ada@127.0.0.1:1/none").doesNotContain("hunter2");
        assertThat(data).isEmptyDirectory();
        assertThat(Spoken.by("init", "--data", data.toString(), "--local").exitCode())
                .isZero();
    }

    private static Map<Path, String> contents(Path folder) throws Exception {
        Map<Path, String> contents = new java.util.TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }
}
