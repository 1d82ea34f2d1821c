package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reset-password",
        description = "Give a member a new password and end their sessions.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member reset-password ada"})
final class MemberResetPassword implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Mixin
    private final PasswordOption chosenPassword;

    @Parameters(paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    MemberResetPassword(Console console, SecureRandom random) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
        this.chosenPassword = new PasswordOption(console, random);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        Passwords.Chosen password = chosenPassword.choose();
        ObjectNode answer = client.post(
                "/members/" + AdminClient.segment(handle) + "/password",
                JsonNodeFactory.instance.objectNode().put("password", password.text()));
        if (json.asked()) {
            json.print(password.generated() ? answer.put("password", password.text()) : answer);
        } else {
            console.out().println(handle + " has a new password and is signed out everywhere.");
            password.tell(console);
        }
        return 0;
    }
}
