package org.guildhall.conformance;

/** The entry point of the conformance suite's runnable jar. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("oqx-conformance " + version());
    }

    /** The version in the jar's manifest, or {@code development} when run from classes. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
