package org.guildhall.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.site.account.AttemptLimit;
import org.guildhall.site.page.JtecredentialCheckGenerated;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Proofs;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.jspecify.annotations.Nullable;

/** Anybody's look at a credential of any node: with its bytes alone, keeping nothing, asking nobody (OQX-CRE-003). */
final class CredentialCheck {
    private static final int CHECKS_PER_ADDRESS = 50;
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final int MOST_WITNESSES = 16;

    private final Verifier verifier = Verifier.best();
    private final AttemptLimit perAddress;

    CredentialCheck(Clock clock) {
        this.perAddress = new AttemptLimit(CHECKS_PER_ADDRESS, PERIOD, clock);
    }

    Reply form(Visit visit) throws SQLException {
        return page(visit, 200, Form.empty(), null);
    }

    private static Reply page(Visit visit, int status, Form form, @Nullable Proofs proofs) throws SQLException {
        Shell shell = visit.formShell(visit.t("check.title"));
        return Reply.page(status, out -> JtecredentialCheckGenerated.render(out, null, shell, form, proofs));
    }

    /** Counts one check; false when there were too many from the visitor's address. */
    boolean allows(Visit visit) {
        return perAddress.tryOnce(visit.incoming().remote());
    }

    Reply check(Visit visit) throws SQLException {
        FormCheck check = new FormCheck(visit);
        if (!allows(visit)) {
            check.say("", visit.t("check.tooMany"));
            return page(visit, 429, check.form(), null).header("retry-after", "300");
        }
        Set<NodeId> believed = believed(visit, check);
        int quorum = quorum(visit, check);
        // A file counts to the last byte; what was pasted may have got blanks at its ends on the way.
        String file = visit.field("file");
        String sent = file.isEmpty() ? visit.field("text").strip() : file;
        if (sent.isEmpty()) {
            check.say("file", visit.t("check.nothing"));
        }
        if (check.failed()) {
            return page(visit, 422, check.form(), null);
        }
        try {
            Credential credential = Credential.read(sent.getBytes(UTF_8), verifier);
            Proofs proofs = CredentialWords.of(credential, believed, visit.texts());
            long counted = credential.established().cosigners(believed);
            if (counted < quorum) {
                check.say("quorum", visit.t("check.fewer", counted, quorum));
                return page(visit, 422, check.form(), proofs);
            }
            return page(visit, 200, Form.of(kept(visit)), proofs);
        } catch (CredentialFault e) {
            check.say(file.isEmpty() ? "text" : "file", why(visit, e));
            return page(visit, 422, check.form(), null);
        }
    }

    private static Map<String, String> kept(Visit visit) {
        return Map.of("witnesses", visit.field("witnesses"), "quorum", visit.field("quorum"));
    }

    private static int quorum(Visit visit, FormCheck check) {
        String number = visit.field("quorum").strip();
        if (number.matches("[0-9]|1[0-6]")) {
            return Integer.parseInt(number);
        }
        if (!number.isEmpty()) {
            check.say("quorum", visit.t("check.quorum.wrong"));
        }
        return 0;
    }

    private static String why(Visit visit, CredentialFault fault) {
        return switch (fault.code()) {
            case "too-large" -> visit.t("check.large", Credential.LONGEST);
            case "key-unknown", "key-revoked", "checkpoint-key" -> visit.t("check.key", fault.code());
            default -> visit.t("check.refused", fault.code());
        };
    }

    /** Those whom the reader has reason to believe as witnesses (OQX-CRE-051). */
    private static Set<NodeId> believed(Visit visit, FormCheck check) {
        Set<NodeId> believed = new LinkedHashSet<>();
        for (String id : visit.field("witnesses").strip().split("[\\s,]+", MOST_WITNESSES + 1)) {
            try {
                if (!id.isEmpty()) {
                    believed.add(new NodeId(id));
                }
            } catch (IllegalArgumentException e) {
                check.say("witnesses", visit.t("check.witnesses.wrong"));
            }
        }
        return believed;
    }
}
