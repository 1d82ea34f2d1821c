package org.guildhall.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guildhall.conformance.follow.FollowCase;
import org.guildhall.conformance.follow.MirrorCase;
import org.guildhall.conformance.follow.Report;
import org.guildhall.conformance.oqx.Credential;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Evidence;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.LogProof;
import org.guildhall.conformance.vectors.Chapters;
import org.guildhall.conformance.vectors.Suites;
import org.guildhall.conformance.vectors.Vector;
import org.guildhall.conformance.vectors.VectorFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The entry point of the conformance suite's runnable jar. Exit codes: 0 conforms, 1 does not, 2 wrong usage. */
@Command(
        name = "oqx-conformance",
        description = "Judges OQX implementations by the specification alone.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            Main.Follow.class,
            Main.Mirror.class,
            Main.ProofFile.class,
            Main.EvidenceFile.class,
            Main.CredentialFile.class,
            Main.Vectors.class,
            Main.ChapterExamples.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Main()).execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** The version in the jar's manifest, or {@code development} when run from classes. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"oqx-conformance " + version()};
        }
    }

    @Command(
            name = "follow",
            description =
                    "Follows a running node from zero, verifies all it publishes, and says which requirements it breaks.",
            mixinStandardHelpOptions = true)
    static final class Follow implements Callable<Integer> {
        @Parameters(paramLabel = "URL", description = "A base address of the node, such as https://ask.example")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
        private String url;

        @Option(names = "--node", paramLabel = "ID", description = "The node id that is expected there.")
        private @Nullable String node;

        @Override
        public Integer call() {
            Report report = FollowCase.run(url, Optional.ofNullable(node));
            report.print(out());
            return report.isGood() ? 0 : 1;
        }
    }

    @Command(
            name = "mirror",
            description =
                    "Reads a node's log from another node that mirrors it, and verifies all of it by the node id alone.",
            mixinStandardHelpOptions = true)
    static final class Mirror implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "URL", description = "A base address of the node that mirrors.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
        private String url;

        @Parameters(index = "1", paramLabel = "ID", description = "The id of the node whose log is read.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
        private String node;

        @Override
        public Integer call() {
            Report report = MirrorCase.run(url, node);
            report.print(out());
            return report.isGood() ? 0 : 1;
        }
    }

    /** A file that proves something by itself, or nothing. */
    abstract static class FileCheck implements Callable<Integer> {
        @Parameters(paramLabel = "FILE")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
        private Path file;

        /** Prints what the file proves. */
        abstract void check(byte[] bytes) throws Fault;

        @Override
        public final Integer call() throws IOException {
            try {
                check(Files.readAllBytes(file));
                return 0;
            } catch (Fault e) {
                out().println("proves nothing: " + e.described());
                return 1;
            }
        }
    }

    @Command(
            name = "proof",
            description =
                    "Verifies a proof file (chapter 09 §3) that another implementation made, with the file alone.",
            mixinStandardHelpOptions = true)
    static final class ProofFile extends FileCheck {
        @Override
        void check(byte[] bytes) throws Fault {
            LogProof proof = LogProof.verify(bytes, new Ed25519());
            out().println("entry " + proof.index() + " of " + proof.size() + " of the log of " + proof.log());
            out().println("holds a " + proof.record().kind() + " signed by "
                    + proof.record().node());
            proof.witnesses()
                    .forEach((node, time) ->
                            out().println("cosigned by " + node + " at " + Instant.ofEpochSecond(time)));
        }
    }

    @Command(
            name = "credential",
            description = "Verifies a credential (chapter 12), with the file alone.",
            mixinStandardHelpOptions = true)
    static final class CredentialFile extends FileCheck {
        @Override
        void check(byte[] bytes) throws Fault {
            Credential credential = Credential.verify(bytes, new Ed25519());
            out().println("signed by " + credential.issuer());
            out().println(credential.description());
        }
    }

    @Command(
            name = "evidence",
            description = "Verifies a document of evidence that a node contradicted itself (chapter 09 §4).",
            mixinStandardHelpOptions = true)
    static final class EvidenceFile extends FileCheck {
        @Override
        void check(byte[] bytes) throws Fault {
            for (Evidence evidence : Evidence.verifyAll(bytes, new Ed25519())) {
                out().println(
                                evidence.kind() == 1
                                        ? "two histories: checkpoints of sizes " + evidence.statements()
                                        : "two Node records of revision " + evidence.statements());
            }
        }
    }

    @Command(name = "vectors", description = "The vectors of the specification.", mixinStandardHelpOptions = true)
    static final class Vectors {
        @Command(description = "Writes all vectors into a directory; the same bytes each time.")
        int write(@Parameters(paramLabel = "DIR") Path directory) throws IOException {
            VectorFiles.write(directory);
            return 0;
        }

        @Command(description = "Checks the vectors of a directory with the implementation that is in here.")
        int run(@Parameters(paramLabel = "DIR") Path directory) throws IOException {
            List<Vector> vectors = VectorFiles.read(directory);
            Suites suites = new Suites();
            int failed = 0;
            for (Vector vector : vectors) {
                for (String problem : vector.problems(suites)) {
                    failed++;
                    out().println(vector.file() + ": " + problem);
                }
            }
            out().println(vectors.size() + " vectors, " + failed + " problems");
            return failed == 0 && !vectors.isEmpty() ? 0 : 1;
        }
    }

    @Command(
            name = "examples",
            description = "Writes the examples into the chapters of a directory, between their marks.",
            mixinStandardHelpOptions = true)
    static final class ChapterExamples implements Callable<Integer> {
        @Parameters(paramLabel = "DIR")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
        private Path directory;

        @Override
        public Integer call() throws IOException {
            Chapters.update(directory);
            return 0;
        }
    }

    private static PrintStream out() {
        return System.out;
    }
}
