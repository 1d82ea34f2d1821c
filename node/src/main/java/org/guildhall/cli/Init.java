package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.FreePorts;
import org.guildhall.admin.setup.Installation;
import org.guildhall.admin.setup.Newcomer;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.admission.TallyTerms;
import org.guildhall.peering.outgoing.AddressRange;
import org.guildhall.record.Audience;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NodeId;
import org.guildhall.store.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Make a new node: its keys, its configuration, its database and its first administrator.",
            "An existing node is never overwritten. What may be changed later stands in config.json afterwards, with"
                    + " comments; name, licence and contact are part of the node's signed record."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall init --domain ask.example --name \"Ask the Association\"",
            "  guildhall init --domain ask.example --database postgresql://me:secret@localhost/ask",
            "  guildhall init --local --data /tmp/trial"
        })
final class Init implements Callable<Integer> {
    private final Console console;
    private final Clock clock;
    private final SecureRandom random;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @ArgGroup(multiplicity = "1", heading = "%nWhere readers and peers will find it (one of these):%n", order = -3)
    private Place place = new Place();

    static final class Place {
        @Option(
                names = "--domain",
                paramLabel = "NAME",
                description = "The node's domain: its address is then https://NAME, behind a proxy that does TLS.")
        private @Nullable String domain;

        @Option(
                names = "--address",
                paramLabel = "URL",
                description = "The whole address, for example http://10.1.2.3:8080.")
        private @Nullable String address;

        @Option(
                names = "--local",
                description =
                        "This machine only, for trying out: http://127.0.0.1 with the port, and peers on the loopback"
                                + " interface are allowed.")
        private boolean local;
    }

    @Option(names = "--name", paramLabel = "TEXT", description = "What the site is called. Otherwise its domain.")
    private @Nullable String name;

    @Option(
            names = "--contact",
            paramLabel = "TEXT",
            description = "How peers reach the operator; part of the public record.")
    private @Nullable String contact;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port for pages and peers. Otherwise a free one, which is kept.")
    private @Nullable Integer port;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            description =
                    "Port of the administrative API, on the loopback interface. Otherwise a free one, which is kept.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--listen",
            paramLabel = "HOST",
            description =
                    "Interface to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, for a proxy on this machine.")
    private String listen = "127.0.0.1";

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "postgresql://user:password@host:port/name. Otherwise a database inside the data directory.")
    private String database = Config.EMBEDDED;

    @Option(
            names = "--registration",
            paramLabel = "WHO",
            description =
                    "Who may become a member: open, invitation or closed; an administrator may change it on the pages."
                            + " Default: ${DEFAULT-VALUE}.")
    private String registration = "invitation";

    @Option(
            names = "--audience",
            paramLabel = "WHOM",
            description =
                    "Whom everything written here is for: public, or peers: signed-in members, and the nodes that this one peers"
                            + " with. It can never be changed. Default: ${DEFAULT-VALUE}.")
    private String audience = "public";

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            description = "Licence of what members write. Default: ${DEFAULT-VALUE}.")
    private String license = "CC-BY-SA-4.0";

    @Option(
            names = "--allow-range",
            paramLabel = "CIDR",
            description = "A private range in which peers may be, for example 10.0.0.0/8. May be given several times.")
    private List<String> allowedRanges = new ArrayList<>();

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            description =
                    "A proxy on another machine whose X-Forwarded-* headers are believed, for example 10.1.2.3/32. One"
                            + " on this machine always is. May be given several times.")
    private List<String> trustedProxies = new ArrayList<>();

    @Option(
            names = "--tally-seconds",
            paramLabel = "N",
            description = "After how long votes are published as sums. Default: ${DEFAULT-VALUE}, a day.")
    private int tallySeconds = 86_400;

    @Option(
            names = "--tally-voters",
            paramLabel = "N",
            description = "How many members must have voted before a sum is published. Default: ${DEFAULT-VALUE}.")
    private int tallyVoters = 3;

    @Option(names = "--demo", description = "Let the content of the demonstration be loaded into this node.")
    private boolean demo;

    @Option(
            names = "--admin",
            paramLabel = "HANDLE",
            description = "Handle of the first administrator. Default: ${DEFAULT-VALUE}.")
    private String admin = "admin";

    @Option(
            names = "--admin-name",
            paramLabel = "TEXT",
            description = "The administrator's shown name. Otherwise the handle.")
    private @Nullable String adminName;

    @Option(
            names = "--admin-password-file",
            paramLabel = "FILE",
            description =
                    "The first line is the administrator's password; - reads it from the standard input. Otherwise one"
                            + " is made and printed once.")
    private @Nullable Path adminPasswordFile;

    Init(Console console, Clock clock, SecureRandom random) {
        this.console = console;
        this.clock = clock;
        this.random = random;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        // Everything is looked at before anything is made.
        List<Integer> ports = ports();
        Config config = config(ports.get(0), ports.get(1));
        if (!MemberProfile.isHandle(admin)) {
            throw misuse("--admin", "must be 1 to 40 of a to z, 0 to 9 and . _ - and begin with a letter or digit");
        }
        if (!List.of("open", "invitation", "closed").contains(registration)) {
            throw misuse("--registration", "must be open, invitation or closed");
        }
        if (!List.of("public", "peers").contains(audience)) {
            throw misuse("--audience", "must be public or peers");
        }
        if (audience.equals("peers") && registration.equals("open")) {
            throw misuse("--registration", "must be invitation or closed with --audience peers: who registers reads");
        }
        String title = name != null ? name : config.publicAddress().getAuthority();
        if (title.isBlank() || title.codePointCount(0, title.length()) > 80) {
            throw misuse("--name", "must have 1 to 80 characters");
        }
        Passwords.Chosen password = Passwords.choose(Optional.ofNullable(adminPasswordFile), console, random);
        String fault = Newcomer.faultOfPassword(password.text());
        if (!fault.isEmpty()) {
            throw misuse("--admin-password-file", fault);
        }
        Newcomer administrator = Newcomer.of(
                admin,
                adminName == null ? admin : adminName,
                Optional.empty(),
                password.text(),
                Role.ADMINISTRATOR,
                random);
        DataDirectory directory = DataDirectory.create(data.path());
        NodeId node = new Installation(clock, random)
                .make(
                        directory,
                        config,
                        new Installation.Introduction(title, license, Optional.ofNullable(contact)),
                        audience.equals("peers") ? Audience.PEERS : Audience.PUBLIC,
                        registration,
                        administrator);
        if (json.asked()) {
            json.print(document(directory, config, node, password));
        } else {
            tell(directory, config, title, node, password);
        }
        return 0;
    }

    private List<Integer> ports() throws SetupFault, CommandFault {
        List<Integer> free = FreePorts.choose(2, random);
        int pages = port == null ? free.get(0) : within("--port", port, 1, 65_535);
        int administration = adminPort == null ? free.get(1) : within("--admin-port", adminPort, 1, 65_535);
        if (pages == administration) {
            throw misuse("--admin-port", "must differ from --port");
        }
        return List.of(pages, administration);
    }

    private Config config(int pages, int administration) throws CommandFault {
        URI address = place.local
                ? URI.create("http://127.0.0.1:" + pages)
                : place.domain != null
                        ? parsed("--domain", "https://" + place.domain, Config::baseAddress)
                        : parsed("--address", String.valueOf(place.address), Config::baseAddress);
        List<AddressRange> ranges = new ArrayList<>();
        for (String range : allowedRanges) {
            ranges.add(parsed("--allow-range", range, AddressRange::parse));
        }
        if (place.local && ranges.isEmpty()) {
            ranges.add(AddressRange.parse("127.0.0.0/8"));
        }
        Config standard = Config.standard(address, pages, administration);
        List<AddressRange> proxies = new ArrayList<>(standard.trustedProxies());
        for (String range : trustedProxies) {
            proxies.add(parsed("--trusted-proxy", range, AddressRange::parse));
        }
        return new Config(
                address,
                listen,
                pages,
                administration,
                proxies,
                parsed("--database", database, Config::databaseAddress),
                ranges,
                new TallyTerms(
                        Duration.ofSeconds(within("--tally-seconds", tallySeconds, 1, 31_536_000)),
                        within("--tally-voters", tallyVoters, 1, 1_000),
                        standard.tally().rest()),
                standard.postsPerHour(),
                demo);
    }

    private void tell(DataDirectory directory, Config config, String title, NodeId node, Passwords.Chosen password) {
        Styled styled = new Styled(console.colours());
        console.out().println(styled.bold(title) + " was made in " + directory);
        console.out().println();
        console.out().println("  Node         " + node);
        console.out().println("  Fingerprint  " + node.fingerprint());
        console.out()
                .println("  Address      " + config.publicAddress() + " (listens on " + config.listenHost() + " port "
                        + config.port() + ")");
        console.out().println("  Sign in as   " + admin);
        if (password.generated()) {
            console.out().println("  Password     " + styled.bold(password.text()) + "   (shown this once)");
        }
        console.out().println();
        console.out().println("What to do next:");
        console.out().println("  1. Move these two keys to a place off this machine, and keep a copy of them:");
        console.out().println("       " + directory.identityKey());
        console.out().println("       " + directory.nextIdentityKey());
        console.out().println("     They are the node's identity. The running node does not need them.");
        console.out().println("  2. Start it:  guildhall serve --data " + data.path());
        console.out().println("  3. Change what you like in " + directory.config());
        if (config.publicAddress().getScheme().equals("https")) {
            console.out()
                    .println("  4. Let a proxy with TLS hand " + config.publicAddress() + " on to port " + config.port()
                            + ", and look with: guildhall doctor --data " + data.path());
        }
    }

    private ObjectNode document(DataDirectory directory, Config config, NodeId node, Passwords.Chosen password) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("data", directory.toString())
                .put("node", node.did())
                .put("fingerprint", node.fingerprint())
                .put("address", config.publicAddress().toString())
                .put("port", config.port())
                .put("adminPort", config.adminPort())
                .put("admin", admin);
        if (password.generated()) {
            document.put("password", password.text());
        }
        return document;
    }

    static <T> T parsed(String option, String text, Function<String, T> meaning) throws CommandFault {
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException e) {
            throw misuse(option, String.valueOf(e.getMessage()));
        }
    }

    private static int within(String option, int number, int least, int most) throws CommandFault {
        if (number < least || number > most) {
            throw misuse(option, "must be from " + least + " to " + most);
        }
        return number;
    }

    static CommandFault misuse(String option, String rule) {
        return new CommandFault(
                CommandFault.UNREACHABLE,
                option + (rule.startsWith("must") ? " " : ": ") + rule + ". See `guildhall init --help`.");
    }
}
