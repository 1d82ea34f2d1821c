package org.guildhall.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.guildhall.credential.Credential;
import org.guildhall.credential.Statement;
import org.guildhall.record.NodeId;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Proofs;
import org.guildhall.site.view.Told;

/** What a credential proves and what it does not, in the reader's language (OQX-CRE-050, 051). */
final class CredentialWords {
    private static final String ALL_TOPICS = "*";

    private CredentialWords() {}

    /** @param believed the witnesses that the reader named */
    static Proofs of(Credential credential, Set<NodeId> believed, Texts texts) {
        var issuer = credential.established().issuer();
        return new Proofs(
                credential.established().claim().profile().name(),
                issuer.newest().name(),
                issuer.node().fingerprint(),
                issuer.node().did(),
                credential.validFrom(),
                told(Statement.of(credential, believed), texts));
    }

    static Told told(List<Statement> statements, Texts texts) {
        List<String> proven = new ArrayList<>();
        List<String> notProven = new ArrayList<>();
        for (Statement one : statements) {
            (one instanceof Statement.Proven ? proven : notProven).add(inWords(one, texts));
        }
        return new Told(proven, notProven);
    }

    private static String inWords(Statement one, Texts texts) {
        Object[] values = one.values().stream()
                .map(value -> value.equals(ALL_TOPICS) ? texts.t("standing.all") : value)
                .toArray();
        return texts.t(key(one.matter()), values);
    }

    static String key(Statement.Matter matter) {
        return switch (matter) {
            case ISSUED -> "matter.issued";
            case ANSWERED -> "matter.answered";
            case QUESTION -> "matter.question";
            case ACCEPTED -> "matter.accepted";
            case VOTED -> "matter.voted";
            case VOTED_AT_HOME -> "matter.votedAtHome";
            case STANDING -> "matter.standing";
            case STANDING_ELSEWHERE -> "matter.standingElsewhere";
            case LOGGED -> "matter.logged";
            case COSIGNED -> "matter.cosigned";
            case NAMES -> "matter.names";
            case TRUTH -> "matter.truth";
            case STILL -> "matter.still";
            case PERSON -> "matter.person";
            case TIMES -> "matter.times";
            case UNSEEN_QUESTION -> "matter.unseenQuestion";
            case UNWITNESSED -> "matter.unwitnessed";
            case UNKNOWN_WITNESS -> "matter.unknownWitness";
        };
    }
}
