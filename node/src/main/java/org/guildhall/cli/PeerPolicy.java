package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "policy",
        description = {
            "Show or change what is done with what a peer's log brings, from now on.",
            "Without an option the policy is printed as the file that it is: save it, edit it, try it with --set FILE --dry-run,"
                    + " and set it. What was taken, held or declined before stays so.",
            "Nodes, members, verdicts and acceptances are always taken: without them the rest could not be judged. Of a topic"
                    + " that is not taken, neither the question nor what is said of it is. What is beyond recordsPerDay,"
                    + " bytesPerDay or"
                    + " attestationsPerDay is held. storage bounds the copy of its log on this disk: beyond it following pauses.",
            "voteWeight is how much the peer's word counts when standing is computed here, in percent. A peer that came while this"
                    + " node was open to all has 0 until you give it one.",
            "Labels that the peer sets are taken as well, and do what the policy says, those included that came before: nothing"
                    + " (ignore), stand beside the post with its name (show), also bring the post before our moderators (flag),"
                    + " also hide it until one of them shows it (hide)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall peer policy ask.two.example --answers hold",
            "  guildhall peer policy ask.two.example --label spam=hide --label *=show",
            "  guildhall peer policy ask.two.example > policy.json",
            "  guildhall peer policy ask.two.example --set policy.json --dry-run"
        })
final class PeerPolicy implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    @Option(
            names = {"--set", "--edit"},
            paramLabel = "FILE",
            description = "Set the whole policy to what this file says; - reads the standard input.")
    private @Nullable String file;

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    @Option(
            names = "--dry-run",
            description =
                    "Judge again what was received from the peer so far, tell what would have become of it, and change nothing.")
    private boolean dryRun;

    PeerPolicy(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        String path = "/peers/" + AdminClient.segment(peer);
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        if (file != null) {
            if (!policy.isEmpty()) {
                throw new CommandFault(CommandFault.UNREACHABLE, "--set gives the whole policy: leave the others out.");
            }
            wish.put("text", text(file));
        }
        policy.addTo(wish);
        if (dryRun) {
            rehearse(client, path, wish);
        } else if (wish.isEmpty()) {
            console.out().println(JsonOption.pretty(client.get(path).path("policy")));
        } else if (json.asked()) {
            json.print(client.put(path + "/policy", wish).path("policy"));
        } else {
            change(client, path, wish);
        }
        return 0;
    }

    private void change(AdminClient client, String path, ObjectNode wish) throws CommandFault {
        boolean ask = console.answers();
        ObjectNode answer = client.put(path + "/policy", wish.deepCopy().put("dryRun", ask));
        JsonNode changes = answer.path("changes");
        tell(changes);
        if (changes.isEmpty()) {
            return;
        }
        if (ask) {
            console.out().print("Apply this? Type yes: ");
            console.out().flush();
            if (!firstLine().strip().equalsIgnoreCase("yes")) {
                console.out().println("Nothing was changed.");
                return;
            }
            client.put(path + "/policy", wish);
        }
        console.out().println("This holds from now on.");
    }

    /** What differs, as a diff has it. */
    private void tell(JsonNode changes) {
        if (changes.isEmpty()) {
            console.out().println("The policy says this already.");
        }
        Styled styled = new Styled(console.colours());
        for (JsonNode change : changes) {
            String member = change.path("member").asText();
            if (change.has("before")) {
                console.out().println(styled.bad("- " + member + ": " + change.path("before")));
            }
            if (change.has("after")) {
                console.out().println(styled.good("+ " + member + ": " + change.path("after")));
            }
        }
    }

    private void rehearse(AdminClient client, String path, ObjectNode wish) throws CommandFault {
        JsonNode changes = wish.isEmpty()
                ? wish
                : client.put(path + "/policy", wish.deepCopy().put("dryRun", true))
                        .path("changes");
        ObjectNode trial;
        try (Progress progress = new Progress(console, clock)) {
            trial = client.stream(
                    path + "/policy/trial",
                    wish,
                    step -> progress.tell(
                            "judged " + Numbers.grouped(step.path("done").asLong()) + " of "
                                    + Numbers.grouped(step.path("all").asLong()) + " entries"));
        }
        if (json.asked()) {
            json.print(trial);
            return;
        }
        if (!wish.isEmpty()) {
            tell(changes);
        }
        console.out().println("Of what came from this peer, this would have " + fate(trial.path("would")) + ".");
        console.out().println("As it was, we have " + fate(trial.path("did")) + ".");
        if (!trial.path("examples").isEmpty()) {
            Table table = new Table("OUTCOME", "CODE", "KIND", "TEXT");
            trial.path("examples")
                    .forEach(example -> table.row(
                            example.path("outcome").asText(),
                            example.path("code").asText(),
                            example.path("kind").asText(),
                            example.path("words").asText()));
            table.print(console.out(), new Styled(console.colours()));
        }
        for (JsonNode label : trial.path("labels")) {
            console.out()
                    .println("Its label " + Table.printable(label.path("label").asText()) + " does "
                            + label.path("does").asText() + " and would "
                            + label.path("would").asText()
                            + "; posts here that it is on: "
                            + Numbers.grouped(label.path("posts").asLong()) + ".");
        }
        console.out().println("Nothing was changed.");
    }

    /** {@code taken 140, held 12 (rate 12) and declined 3 (topics 2, question-declined 1)}. */
    private static String fate(JsonNode fate) {
        return "taken " + Numbers.grouped(fate.path("taken").asLong()) + ", held "
                + Numbers.grouped(fate.path("held").asLong()) + codes(fate.path("heldByCode")) + " and declined "
                + Numbers.grouped(fate.path("declined").asLong()) + codes(fate.path("declinedByCode"));
    }

    private static String codes(JsonNode counts) {
        StringJoiner codes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        counts.properties()
                .forEach(count -> codes.add(
                        count.getKey() + " " + Numbers.grouped(count.getValue().asLong())));
        return codes.toString();
    }

    private String text(String name) throws CommandFault {
        try {
            return name.equals("-")
                    ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "the policy cannot be read from " + name + " (" + e.getMessage()
                            + "). Begin with: guildhall peer policy PEER > FILE");
        }
    }

    private String firstLine() throws CommandFault {
        try {
            return console.firstLine();
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "the standard input cannot be read.");
        }
    }
}
