package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = "Make a member with an account. Their handle and name are published; the account is not.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member create ada --name \"Ada Example\""})
final class MemberCreate implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Mixin
    private final PasswordOption chosenPassword;

    @Parameters(paramLabel = "HANDLE", description = "1 to 40 of a to z, 0 to 9 and . _ -")
    private String handle = "";

    @Option(names = "--name", paramLabel = "TEXT", description = "The shown name. Otherwise the handle.")
    private @Nullable String name;

    @Option(
            names = "--affiliation",
            paramLabel = "TEXT",
            description = "The organisation the node vouches for, shown beside the name.")
    private @Nullable String affiliation;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "member, moderator or administrator. Default: ${DEFAULT-VALUE}.")
    private String role = "member";

    MemberCreate(Console console, SecureRandom random) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
        this.chosenPassword = new PasswordOption(console, random);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        Passwords.Chosen password = chosenPassword.choose();
        ObjectNode wish = JsonNodeFactory.instance
                .objectNode()
                .put("handle", handle)
                .put("password", password.text())
                .put("role", role);
        if (name != null) {
            wish.put("name", name);
        }
        if (affiliation != null) {
            wish.put("affiliation", affiliation);
        }
        ObjectNode made = client.post("/members", wish);
        if (json.asked()) {
            json.print(password.generated() ? made.put("password", password.text()) : made);
        } else {
            console.out().println("Made the " + made.path("role").asText() + " " + handle + ".");
            password.tell(console);
        }
        return 0;
    }
}
