package org.guildhall.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.guildhall.credential.Claim;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.credential.Move;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "prove",
        description = {
            "State that you, whom a credential is about, are the member of another node now: signed with your own key, on your own"
                    + " computer. No node is asked.",
            "The other node can then show the credential as yours. The statement is good for 7 days, and for that member alone."
        },
        footerHeading = "%nExample:%n",
        footer =
                "  guildhall member prove --key hanna.key --credential answer.json --to did:key:z6Mk…/UUID -o move.json")
final class MemberProve implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Of `guildhall member key new`.")
    private Path key = Path.of("");

    @Option(
            names = "--credential",
            paramLabel = "FILE",
            required = true,
            description = "What the old node issued; your record in it names the key.")
    private Path credential = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "NODE/MEMBER",
            required = true,
            description =
                    "Who you are now: the node's id, a slash, and the member's id, as your record there has them.")
    private String to = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "Where the statement goes. Not overwritten.")
    private Path out = Path.of("");

    MemberProve(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws CommandFault {
        SigningKey own = key();
        Claim claim = claim();
        ObjectId member = member();
        if (!claim.profile().key().map(own.publicKey()::equals).orElse(false)) {
            throw failed("the record of " + claim.profile().handle() + " in " + credential
                    + " does not name the key in " + key
                    + ". Set it at the old node under \"Your own key\", and have a new credential issued.");
        }
        write(Move.sign(claim.member().object(), member, clock.instant(), own));
        console.out().println(out + ": good for " + Move.GOOD_FOR.toDays() + " days. Hand it in with the credential.");
        return 0;
    }

    private SigningKey key() throws CommandFault {
        try {
            return KeyFile.read(key);
        } catch (IOException e) {
            throw failed("the key cannot be read: " + FileReason.of(e));
        }
    }

    private Claim claim() throws CommandFault {
        try {
            if (Files.size(credential) > Credential.LONGEST) {
                throw failed(credential + " is too long to be a credential");
            }
            return Credential.read(Files.readAllBytes(credential), Verifier.best())
                    .established()
                    .claim();
        } catch (IOException e) {
            throw failed(credential + " cannot be read: " + FileReason.of(e));
        } catch (CredentialFault e) {
            throw failed(credential + " is no credential that can be believed: " + e.getMessage());
        }
    }

    private ObjectId member() throws CommandFault {
        int slash = to.indexOf('/');
        try {
            return new ObjectId(
                    new NodeId(to.substring(0, Math.max(0, slash))), UUID.fromString(to.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw failed("--to is NODE/MEMBER: a node's id, did:key:…, a slash, and the member's id");
        }
    }

    private void write(byte[] statement) throws CommandFault {
        try {
            Files.write(out, statement, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw failed(out + " is there already; name another with -o");
        } catch (IOException e) {
            throw failed(out + " cannot be written: " + FileReason.of(e));
        }
    }

    private static CommandFault failed(String why) {
        return new CommandFault(CommandFault.FAILED, why);
    }
}
