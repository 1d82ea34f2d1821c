package org.guildhall.site;

import org.guildhall.record.Attestation;
import org.guildhall.site.text.Texts;
import org.guildhall.store.Author;
import org.guildhall.store.HeldReading.Held;

/** What an attestation says, in the reader's language. */
final class AttestationWords {
    private AttestationWords() {}

    /** What a held one says, and of whom; empty for other records. */
    static String held(Texts texts, Held held) {
        if (!(held.record().body() instanceof Attestation said)) {
            return "";
        }
        String who = held.about().map(Author::name).orElse(said.about().id().toString());
        return said.claim() instanceof Attestation.Role role
                ? texts.t("attestation.of", who, role(texts, role))
                : texts.t("attestation.of", who, standing(texts, (Attestation.Standing) said.claim()));
    }

    /** {@code Service technician, ACME}. */
    static String role(Texts texts, Attestation.Role role) {
        return role.organization()
                .map(organization -> texts.t("attestation.role", role.name(), organization))
                .orElse(role.name());
    }

    private static String standing(Texts texts, Attestation.Standing standing) {
        long answers = standing.periods().stream()
                .mapToLong(Attestation.Period::answers)
                .sum();
        long accepted = standing.periods().stream()
                .mapToLong(Attestation.Period::accepted)
                .sum();
        return standing.topic()
                .map(topic -> texts.t("attestation.standing.topic", topic, answers, accepted))
                .orElseGet(() -> texts.t("attestation.standing", answers, accepted));
    }
}
