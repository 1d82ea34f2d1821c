package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.FreePorts;
import org.guildhall.admin.setup.Recovery;
import org.guildhall.admin.setup.Recovery.Asked;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.AddressRange;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.recovery.OwnMirror;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.Verifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "recover",
        description = {
            "Make a lost node anew from its keys and what its peers keep of its log.",
            "Each page is checked under a root that the node's own key signed, so no peer has to be trusted; one that serves"
                    + " something else is named. Name several: only one of them has to be honest and whole.",
            "Nothing is there before all of it is whole: an attempt that was cut off is begun again."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall recover --data new --keys keys --from-peer https://ask.two.example"})
final class Recover implements Callable<Integer> {
    private final Console console;
    private final Clock clock;
    private final SecureRandom random;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Option(
            names = "--from-peer",
            paramLabel = "URL",
            required = true,
            description = "Address of a node that followed the lost one. May be given several times.")
    private List<String> peers = new ArrayList<>();

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            required = true,
            description = "Directory with signing.key, and identity.key and next-identity.key if they are at hand.")
    private Path keys = Path.of("");

    @Option(
            names = "--node",
            paramLabel = "ID",
            description = "The node's id, did:key:… Not needed when identity.key is the node's first identity key.")
    private @Nullable String node;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The old config.json. Otherwise one is made with the address that the node's record names.")
    private @Nullable Path config;

    @Option(
            names = "--allow-range",
            paramLabel = "CIDR",
            description =
                    "A private range in which the peers may be, for example 10.0.0.0/8. May be given several times.")
    private List<String> allowedRanges = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only ask the peers what they keep. Nothing is made.")
    private boolean dryRun;

    Recover(Console console, Clock clock, SecureRandom random) {
        this.console = console;
        this.clock = clock;
        this.random = random;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        Recovery.Keys found = keys();
        List<Origin> origins = new ArrayList<>();
        for (String peer : peers) {
            origins.add(Init.parsed("--from-peer", peer, Origin::parse));
        }
        List<AddressRange> ranges =
                new ArrayList<>(config == null ? List.of() : Config.read(config).allowedRanges());
        for (String range : allowedRanges) {
            ranges.add(Init.parsed("--allow-range", range, AddressRange::parse));
        }
        Vertx vertx = Vertx.vertx();
        try (OutgoingHttp http =
                new OutgoingHttp(vertx, new AddressGuard(ranges), host -> List.of(InetAddress.getAllByName(host)))) {
            Recovery recovery = new Recovery(http, Verifier.best(), clock, random);
            List<Asked> asked = recovery.ask(found, origins);
            if (dryRun) {
                SignedCheckpoint newest = Recovery.newest(asked);
                report(document(found, asked).put("entries", newest.size()).put("dryRun", true), asked);
                if (!json.asked()) {
                    console.out().println("Nothing was made.");
                }
                return 0;
            }
            Recovery.Done done;
            try (Progress progress = new Progress(console, clock)) {
                done = recovery.run(
                        found,
                        asked,
                        data.path(),
                        provisional(ranges),
                        profile -> configured(profile, ranges),
                        entries -> progress.tell("brought back " + Numbers.grouped(entries) + " entries"));
            } catch (SetupFault fault) {
                asked.stream().filter(one -> one.lie().isPresent()).forEach(this::accuse);
                throw fault;
            }
            report(
                    document(found, asked)
                            .put("entries", done.entries())
                            .put("root", done.root().text())
                            .put("holes", done.holes())
                            .put("address", done.config().publicAddress().toString())
                            .put("data", data.path().toString()),
                    asked);
            tell(done);
            return 0;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Recovery.Keys keys() throws SetupFault, CommandFault {
        try {
            Path identity = keys.resolve("identity.key");
            if (node == null && !Files.exists(identity)) {
                throw Init.misuse("--node", "is needed, as there is no identity.key in " + keys);
            }
            NodeId id = node != null
                    ? Init.parsed("--node", node, NodeId::new)
                    : NodeId.of(KeyFile.read(identity).publicKey());
            return new Recovery.Keys(id, KeyFile.read(keys.resolve("signing.key")), keys);
        } catch (IOException e) {
            throw new SetupFault("the keys in " + keys + " cannot be used: " + FileReason.of(e), e);
        }
    }

    /** Which database; the rest is known when the node's record is. */
    private Config provisional(List<AddressRange> ranges) throws SetupFault {
        return config != null ? Config.read(config) : made(URI.create("http://127.0.0.1"), ranges);
    }

    private Config configured(NodeProfile profile, List<AddressRange> ranges) throws SetupFault {
        return config != null
                ? Config.read(config)
                : made(URI.create(profile.addresses().get(0)), ranges);
    }

    private Config made(URI address, List<AddressRange> ranges) throws SetupFault {
        List<Integer> ports = FreePorts.choose(2, random);
        // A node of this machine alone is listened to where its address says.
        boolean local = address.getPort() > 0 && "127.0.0.1".equals(address.getHost());
        Config standard = Config.standard(address, local ? address.getPort() : ports.get(0), ports.get(1));
        return new Config(
                standard.publicAddress(),
                standard.listenHost(),
                standard.port(),
                standard.adminPort(),
                standard.trustedProxies(),
                standard.database(),
                ranges,
                standard.tally(),
                standard.postsPerHour(),
                standard.demo());
    }

    private static ObjectNode document(Recovery.Keys keys, List<Asked> asked) {
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("node", keys.node().did());
        ArrayNode list = document.putArray("peers");
        for (Asked one : asked) {
            ObjectNode peer = list.addObject().put("address", one.peer().text());
            one.head().ifPresent(head -> peer.put("size", head.size()));
            one.lie().ifPresent(lie -> peer.put("lie", lie));
            if (one.answer() instanceof OwnMirror.Answer.Silent silent) {
                peer.put("silent", silent.why());
            }
        }
        return document;
    }

    private void report(ObjectNode document, List<Asked> asked) {
        if (json.asked()) {
            json.print(document);
            return;
        }
        Table table = new Table("PEER", "KEEPS", "");
        asked.forEach(one -> table.row(
                one.peer().text(),
                kept(one),
                one.lie().map(lie -> "served " + lie).orElse("")));
        table.print(console.out(), new Styled(console.colours()));
        asked.stream().filter(one -> one.lie().isPresent()).forEach(this::accuse);
    }

    private static String kept(Asked one) {
        if (one.answer() instanceof OwnMirror.Answer.Silent silent) {
            return "no answer: " + silent.why();
        }
        if (one.answer() instanceof OwnMirror.Answer.OtherKey other) {
            return Numbers.grouped(other.size()) + " entries, by the key " + other.key();
        }
        return one.head().map(head -> Numbers.grouped(head.size()) + " entries").orElse("nothing that counts");
    }

    private void accuse(Asked one) {
        console.err()
                .println("guildhall: " + one.peer() + " served " + one.lie().orElse(""));
    }

    private void tell(Recovery.Done done) {
        if (json.asked()) {
            return;
        }
        console.out().println();
        console.out()
                .println(new Styled(console.colours()).bold(done.profile().name()) + " was made anew in " + data.path()
                        + " with " + Numbers.grouped(done.entries()) + " entries, every one as it was signed"
                        + (done.holes() > 0 ? "; " + Numbers.grouped(done.holes()) + " of them without their text" : "")
                        + ".");
        console.out().println();
        console.out()
                .println(
                        "Not in any log, and not to be had back: accounts and passwords, single votes (what the tallies");
        console.out().println("counted is kept), drafts, peerings and their policies, settings of this installation.");
        console.out().println();
        console.out().println("What to do next:");
        console.out().println("  1. Look at " + data.path().resolve("config.json") + " (ports, proxy, tally window).");
        console.out().println("  2. guildhall serve --data " + data.path());
        console.out()
                .println(
                        "  3. guildhall member create admin --role administrator, for yourself; without --role for others. The old");
        console.out().println("     handle gets its old member back.");
        console.out()
                .println(
                        "  4. guildhall peer invite, or accept: peers follow on where they were, and are followed from zero.");
    }
}
