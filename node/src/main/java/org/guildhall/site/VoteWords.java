package org.guildhall.site;

import java.time.Duration;
import java.util.Optional;
import org.guildhall.admission.TallyTerms;
import org.guildhall.site.text.Texts;

/** What members are told of how their votes leave this node. */
final class VoteWords {
    private VoteWords() {}

    /** A warning where sums are told sooner than the protocol recommends (OQX-STA-070). */
    static Optional<String> early(Texts texts, TallyTerms terms) {
        TallyTerms usual = TallyTerms.STANDARD;
        return Optional.of(terms)
                .filter(TallyTerms::isEarly)
                .map(early -> texts.t(
                        "votes.early",
                        time(texts, early.window()),
                        early.voters(),
                        time(texts, early.resting()),
                        time(texts, usual.window()),
                        usual.voters(),
                        time(texts, usual.rest())));
    }

    /** In the largest unit that says it exactly. */
    private static String time(Texts texts, Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 3600 == 0) {
            return texts.number(seconds / 3600) + " h";
        }
        return seconds % 60 == 0 ? texts.number(seconds / 60) + " min" : texts.number(seconds) + " s";
    }
}
