package org.guildhall;

import org.guildhall.cli.Console;
import org.guildhall.cli.Guildhall;

/** The entry point of the runnable jar. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, Console.ofProcess(), true));
    }

    /** Carries out one command line within another program, such as a test; returns its exit code. */
    public static int run(String[] args, Console console) {
        return run(args, console, false);
    }

    private static int run(String[] args, Console console, boolean ownsProcess) {
        return new Guildhall(console, new NodeProcess(version(), ownsProcess), version()).run(args);
    }

    /** The version in the jar's manifest, or {@code development} when run from classes. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
