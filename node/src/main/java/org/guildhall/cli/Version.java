package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Print the version of this program, of the protocol and of Java.")
final class Version implements Callable<Integer> {
    private static final int PROTOCOL = 1;

    private final Console console;
    private final String version;

    @Mixin
    private final JsonOption json;

    Version(Console console, String version) {
        this.console = console;
        this.version = version;
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() {
        if (json.asked()) {
            json.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("guildhall", version)
                    .put("oqx", PROTOCOL)
                    .put("java", java()));
        } else {
            console.out().println(line(version));
        }
        return 0;
    }

    /** All three in a line for people. */
    static String line(String version) {
        return "guildhall " + version + " (OQX " + PROTOCOL + ", Java " + java() + ")";
    }

    private static String java() {
        return Runtime.version().toString();
    }
}
