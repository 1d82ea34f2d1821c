package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says that a member has a role, or that the member has it no longer. */
abstract class AttestationRole extends NodeCommand {
    static final String MEMBER = "The handle of a member of ours, or NODE/MEMBER of any node's.";

    @Option(names = "--member", paramLabel = "MEMBER", required = true, description = MEMBER)
    private String member = "";

    @Option(names = "--role", paramLabel = "NAME", required = true, description = "The role: Service technician.")
    private String role = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words. Everybody can read it.")
    private @Nullable String reason;

    private AttestationRole(Console console) {
        super(console);
    }

    @Command(
            name = "set",
            description = {
                "Say that a member has a role: this node's word, signed and published.",
                "Readers show it with this node's name. The same role again replaces what was said of it before."
            },
            footerHeading = "%nExample:%n",
            footer =
                    "  guildhall attestation role set --member hanna --role \"Service technician\" --organization ACME --until 2028-01-01")
    static final class Change extends AttestationRole {
        @Option(names = "--organization", paramLabel = "NAME", description = "Where: ACME Pumps.")
        private @Nullable String organization;

        @Option(
                names = "--from",
                paramLabel = "DAY",
                description = "The first day, in UTC: 2026-01-31. Otherwise since ever.")
        private @Nullable String from;

        @Option(
                names = "--until",
                paramLabel = "DAY",
                description = "The first day on which it is held no more, in UTC. Otherwise until it is taken back.")
        private @Nullable String until;

        Change(Console console) {
            super(console);
        }

        @Override
        ObjectNode wish() {
            ObjectNode wish = super.wish().put("state", "on");
            put(wish, "organization", organization);
            put(wish, "from", from);
            put(wish, "until", until);
            return wish;
        }

        @Override
        void tell(ObjectNode answer) {
            console.out().println("Attested. It is signed, in our log and on the member's page.");
        }
    }

    @Command(
            name = "revoke",
            description = "Take a role back that this node attested. That is published as well.",
            footerHeading = "%nExample:%n",
            footer = "  guildhall attestation role revoke --member hanna --role \"Service technician\"")
    static final class Revoke extends AttestationRole {
        Revoke(Console console) {
            super(console);
        }

        @Override
        ObjectNode wish() {
            return super.wish().put("state", "off");
        }

        @Override
        void tell(ObjectNode answer) {
            console.out().println("Taken back. Whoever follows us reads that.");
        }
    }

    ObjectNode wish() {
        ObjectNode wish =
                JsonNodeFactory.instance.objectNode().put("member", member).put("role", role);
        put(wish, "reason", reason);
        return wish;
    }

    static void put(ObjectNode wish, String member, @Nullable String value) {
        if (value != null) {
            wish.put(member, value);
        }
    }

    @Override
    final ObjectNode ask(AdminClient node) throws CommandFault {
        return node.put("/attestations", wish());
    }
}
