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
        String java = Runtime.version().toString();
        if (json.asked()) {
            json.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("guildhall", version)
                    .put("oqx", PROTOCOL)
                    .put("java", java));
        } else {
            console.out().println("guildhall " + version + " (OQX " + PROTOCOL + ", Java " + java + ")");
        }
        return 0;
    }
}
