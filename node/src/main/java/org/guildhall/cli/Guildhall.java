package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code guildhall}: all its commands, and how their faults are told. */
public final class Guildhall {
    /**
     * An identifier that begins with a hyphen, as one in 64 does: 16 or 32 bytes in base64url. It is typed as it is printed, so
     * it is told from an option by its form; no option has so long a name.
     */
    static final Pattern HYPHENED_ID = Pattern.compile("-([A-Za-z0-9_-]{21}|[A-Za-z0-9_-]{42})");
    /** Stands before such an identifier while the command line is read. No process can be given it as an argument. */
    private static final String NO_OPTION = "\0";

    private final Console console;
    private final CommandLine commandLine;

    @Command(
            name = "guildhall",
            description = "A question-and-answer site for a community, federated with those of others.",
            synopsisSubcommandLabel = "COMMAND",
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  done, or all is well",
                "  1  refused or failed, or something needs attention",
                "  2  not understood, or the node could not be asked",
                "",
                "Start with `guildhall init --help`, or look around in a demonstration: `guildhall demo`."
            })
    private static final class Top {}

    /**
     * @param serving runs a node; given by the root
     * @param version the version of this program
     */
    public Guildhall(Console console, Serving serving, String version) {
        this.console = console;
        this.commandLine = new CommandLine(new Top());
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        new CommandSections(commandLine)
                .add(
                        "Set up and run",
                        new Init(console, clock, random),
                        new Serve(console, serving),
                        new Stop(console),
                        group(
                                "node",
                                "How this node introduces itself.",
                                new NodeShow(console),
                                new NodeSet(console),
                                new NodePeering(console),
                                new NodePrivileges(console)),
                        group("key", "The keys this node signs with.", new KeyRotate(console), new KeyBackup(console)))
                .add("Is it well", new Status(console, clock), new Doctor(console, clock), new Events(console, clock))
                .add(
                        "Other nodes",
                        group(
                                "peer",
                                "The nodes this one exchanges records with.",
                                new PeerInvite(console),
                                new PeerAccept(console),
                                new PeerLs(console, clock),
                                new PeerShow(console, clock),
                                new PeerPolicy(console, clock),
                                new PeerChange.Pause(console),
                                new PeerChange.Resume(console),
                                new PeerChange.Remove(console),
                                new PeerPropose(console),
                                group(
                                        "pending",
                                        "Proposals of other nodes that wait for your word.",
                                        new PeerPendingLs(console, clock),
                                        new PeerPendingDecision.Accept(console),
                                        new PeerPendingDecision.Decline(console)),
                                new PeerPing(console),
                                new PeerBlock(console),
                                new PeerUnblock(console),
                                new PeerBlocks(console, clock)),
                        group(
                                "witness",
                                "Peers that cosign this node's log.",
                                new WitnessLs(console, clock),
                                new WitnessChange.Add(console),
                                new WitnessChange.Remove(console),
                                new WitnessQuorum(console)),
                        group(
                                "evidence",
                                "Proofs that nodes contradicted themselves.",
                                new EvidenceLs(console, clock),
                                new EvidenceShow(console),
                                new EvidenceVerify(console)))
                .add(
                        "People and posts",
                        group(
                                "member",
                                "Members with an account here.",
                                new MemberCreate(console, random),
                                new MemberLs(console),
                                new MemberResetPassword(console, random),
                                new MemberRole(console),
                                new MemberExport(console),
                                new MemberErase(console),
                                group("key", "Keys of members' own.", new MemberKeyNew(console, random)),
                                new MemberProve(console, clock)),
                        group(
                                "standing",
                                "What members' answers are worth to this node.",
                                new StandingExplain(console),
                                new StandingExperts(console)),
                        group(
                                "credential",
                                "What members take along, and how it is checked.",
                                new CredentialIssue(console),
                                new CredentialVerify(console)),
                        group(
                                "held",
                                "What members of peers wrote and nobody has decided on yet.",
                                new HeldLs(console, clock),
                                new HeldTake(console),
                                new HeldDecline(console)),
                        group(
                                "label",
                                "What this node and others think of posts.",
                                new LabelChange.Add(console),
                                new LabelChange.Remove(console),
                                new LabelLs(console, clock)),
                        group(
                                "attestation",
                                "What this node and others vouch for of members.",
                                group(
                                        "role",
                                        "Roles that this node vouches for.",
                                        new AttestationRole.Change(console),
                                        new AttestationRole.Revoke(console)),
                                new AttestationStanding(console),
                                new AttestationLs(console, clock)),
                        group(
                                "erasure",
                                "What was taken back, and who has answered.",
                                new ErasureLs(console),
                                new ErasureShow(console, clock)),
                        new Drop(console),
                        group(
                                "import",
                                "Bring the content of another site along.",
                                new ImportStackexchange(console, clock)))
                .add(
                        "Logs and backups",
                        group(
                                "backup",
                                "A node in one file.",
                                new BackupCreate(console, clock, random),
                                new BackupVerify(console, clock, random),
                                new BackupRestore(console, clock, random)),
                        new Recover(console, clock, random),
                        group(
                                "log",
                                "The signed logs.",
                                new LogVerify(console, clock),
                                new LogProve(console),
                                new LogResume(console),
                                new LogContinue(console)),
                        new Rebuild(console, clock))
                .add(
                        "This program",
                        new Demo(console),
                        new Rehearse(console, serving, arguments -> run(arguments.toArray(String[]::new))),
                        new Help(console),
                        new Version(console, version),
                        new Completion(console));
        addManners(commandLine);
        commandLine
                .getCommandSpec()
                .version(Version.line(version))
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Print the version and end.")
                        .build());
        commandLine
                .setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(this::tellMisuse)
                .setExecutionExceptionHandler(this::tellFault)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(String.class, Guildhall::asTyped);
    }

    /** Carries out one command line and returns its exit code. */
    public int run(String... args) {
        return commandLine.execute(Stream.of(args)
                .map(argument -> HYPHENED_ID.matcher(argument).matches() ? NO_OPTION + argument : argument)
                .toArray(String[]::new));
    }

    private static String asTyped(String argument) {
        return argument.replace(NO_OPTION, "");
    }

    /** A command that only holds others. */
    private static CommandLine group(String name, String description, Object... commands) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        CommandLine group = new CommandLine(spec);
        for (Object command : commands) {
            group.addSubcommand(command);
        }
        return group;
    }

    /** Help everywhere, in one form. */
    private static void addManners(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and end.")
                .build());
        spec.usageMessage()
                .sortOptions(false)
                .autoWidth(true)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Guildhall::addManners);
    }

    private int tellMisuse(ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        boolean onlyHoldsOthers = !(spec.userObject() instanceof Callable);
        if (onlyHoldsOthers && fault.getClass() == ParameterException.class) { // no subcommand was named
            command.usage(console.err());
            return CommandFault.UNREACHABLE;
        }
        console.err().println("guildhall: " + Table.printableLines(asTyped(String.valueOf(fault.getMessage()))));
        if (!UnmatchedArgumentException.printSuggestions(fault, command.getErr())) {
            console.err().println("See `" + spec.qualifiedName() + " --help`.");
        }
        return CommandFault.UNREACHABLE;
    }

    private int tellFault(Exception fault, CommandLine command, ParseResult parsed) throws Exception {
        if (fault instanceof CommandFault known) {
            if (parsed.hasMatchedOption("--json")) {
                console.err().println(JsonOption.pretty(known.problem()));
            } else {
                console.err().println("guildhall: " + Table.printableLines(known.getMessage()));
            }
            return known.exitCode();
        }
        if (fault instanceof SetupFault) {
            return tellFault(
                    new CommandFault(CommandFault.UNREACHABLE, String.valueOf(fault.getMessage())), command, parsed);
        }
        throw fault;
    }
}
