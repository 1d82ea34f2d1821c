package org.guildhall.admin.setup;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.guildhall.admission.TallyTerms;
import org.guildhall.peering.outgoing.AddressRange;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.store.DatabaseLocation;

/**
 * What {@code config.json} of the data directory says. What can be changed by a restart and nowhere else: the node's
 * name, licence and keys are in its log, who may register is decided on its pages.
 *
 * @param publicAddress base address under which readers and peers reach the node; no slash at its end
 * @param listenHost the address the public port is bound to
 * @param trustedProxies whose {@code X-Forwarded-*} headers are believed
 * @param database {@code embedded}, or {@code postgresql://user:password@host:port/name}
 * @param allowedRanges private ranges that requests to peers may go to; outside of them only global addresses
 * @param tally when votes are published
 * @param postsPerHour how many questions, answers, comments and edits one member may send in an hour
 * @param demo whether the content of the demonstration may be loaded into this node
 */
public record Config(
        URI publicAddress,
        String listenHost,
        int port,
        int adminPort,
        List<AddressRange> trustedProxies,
        String database,
        List<AddressRange> allowedRanges,
        TallyTerms tally,
        int postsPerHour,
        boolean demo) {

    /** The value of {@code database} for the built-in one. */
    public static final String EMBEDDED = "embedded";

    /** More than people write, and few enough for a moderator to look through. */
    public static final int POSTS_PER_HOUR = 120;

    /** What most nodes want. */
    public static Config standard(URI publicAddress, int port, int adminPort) {
        return new Config(
                publicAddress,
                "127.0.0.1",
                port,
                adminPort,
                List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1/128")),
                EMBEDDED,
                List.of(),
                TallyTerms.STANDARD,
                POSTS_PER_HOUR,
                false);
    }

    /**
     * Reads a configuration.
     *
     * @throws SetupFault naming file, line, field and remedy
     */
    public static Config read(Path file) throws SetupFault {
        ConfigDocument.Section root = ConfigDocument.read(file);
        Config fallback = standard(URI.create("http://127.0.0.1"), 1, 2);
        URI publicAddress = root.parsed("publicAddress", "https://ask.example", Config::baseAddress);
        String listenHost = root.text("listenHost", fallback.listenHost(), fallback.listenHost());
        int port = root.integer("port", 1, 65535, 8080);
        int adminPort = root.integer("adminPort", 1, 65535, 8081);
        if (port == adminPort) {
            throw root.wrong("adminPort", "must differ from \"port\"", "8081");
        }
        List<AddressRange> trustedProxies =
                root.listOr("trustedProxies", fallback.trustedProxies(), "[\"127.0.0.0/8\"]", AddressRange::parse);
        String database = root.parsed("database", EMBEDDED, EMBEDDED, Config::databaseAddress);
        List<AddressRange> allowedRanges =
                root.listOr("allowedRanges", fallback.allowedRanges(), "[\"10.0.0.0/8\"]", AddressRange::parse);
        ConfigDocument.Section tally = root.sectionOrEmpty("tally", "{\"windowSeconds\": 86400, \"voters\": 3}");
        TallyTerms terms = new TallyTerms(
                Duration.ofSeconds(tally.integerOr("windowSeconds", 86_400, 1, 31_536_000)),
                tally.integerOr("voters", TallyTerms.STANDARD.voters(), 1, 1_000),
                Duration.ofDays(tally.integerOr("restDays", 30, 0, 365)));
        tally.refuseOthers();
        int postsPerHour = root.integerOr("postsPerHour", POSTS_PER_HOUR, 1, 1_000_000);
        boolean demo = root.flagOr("demo", false);
        root.refuseOthers();
        return new Config(
                publicAddress,
                listenHost,
                port,
                adminPort,
                trustedProxies,
                database,
                allowedRanges,
                terms,
                postsPerHour,
                demo);
    }

    /**
     * Checks the address of a PostgreSQL database, or the word {@code embedded}.
     *
     * @throws IllegalArgumentException saying what is expected; the text itself may hold a password and is not repeated
     */
    public static String databaseAddress(String text) {
        if (!text.equals(EMBEDDED)
                && (!text.startsWith("postgresql://")
                        || !(DatabaseLocation.parse(text) instanceof DatabaseLocation.Server))) {
            throw new IllegalArgumentException("must be embedded or postgresql://user:password@host:5432/name");
        }
        return text;
    }

    /** Where the tables are, given where an embedded database lies. */
    public DatabaseLocation databaseIn(Path directory) {
        return database.equals(EMBEDDED) ? new DatabaseLocation.Embedded(directory) : DatabaseLocation.parse(database);
    }

    /** A base address as a Node record may name it: scheme, host, perhaps a port, nothing else. */
    public static URI baseAddress(String text) {
        if (!Origin.isCanonical(text)) {
            throw new IllegalArgumentException(
                    "must be https://host or http://host:port in lower case, without a path or a slash at the end; the port is"
                            + " left out when it is the scheme's own");
        }
        return URI.create(text);
    }

    /** Names everything but the database, whose address may hold a password. */
    @Override
    public String toString() {
        return "Config[" + publicAddress + ", " + listenHost + ":" + port + "]";
    }
}
