package org.guildhall.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.log.Signatories;
import org.guildhall.record.Attestation;
import org.guildhall.record.NodeId;
import org.guildhall.record.Timestamps;
import org.guildhall.signing.Introductions;

/** One thing that a credential proves, or does not prove (OQX-CRE-050, 051), in words that can be told in any language. */
public sealed interface Statement {
    Pattern PLACE = Pattern.compile("\\{([0-9])}");

    Matter matter();

    /** What goes into the words, in order. */
    List<String> values();

    record Proven(Matter matter, List<String> values) implements Statement {}

    record NotProven(Matter matter, List<String> values) implements Statement {}

    /** What can be stated; each has its words in English here, and in every language in the site's bundles. */
    enum Matter {
        ISSUED(
                "{0}, whose id is {1} and fingerprint {2}, signed this, dated {3}, with a key that its Node records list"),
        ANSWERED("{0} ({1}) is a member of {2}, and wrote the answer in it, dated {3}: {2} signed both"),
        QUESTION("it answers the question \"{0}\" of {1}"),
        ACCEPTED("{0}, where the question is, signed that the answer was accepted"),
        VOTED("{0} signed that its members voted {1} up and {2} down on the answer"),
        VOTED_AT_HOME("{0}, the author's own node, signed that its members voted {1} up and {2} down on the answer"),
        STANDING(
                "{0} signed of its member {1} ({2}), up to {3}, in {4}: {5} answers, {6} of them accepted, and that its members"
                        + " voted {7} up and {8} down on them"),
        STANDING_ELSEWHERE(
                "{0} signed of {1} ({2}), a member of another node, up to {3}, in {4}: {5} answers, {6} of them accepted, and that"
                        + " its members voted {7} up and {8} down on them"),
        LOGGED("{2} of these records were in the log of {0} when it had {1} entries"),
        COSIGNED("{0}, whose fingerprint is {1}, cosigned that size of the log of {2} at {3}"),
        NAMES("that {0} is who its name says: compare the fingerprint {1} with what its people tell you"),
        TRUTH("that the nodes tell the truth: who voted and who accepted, they alone know"),
        STILL("that the nodes still say so, and took, erased or replaced nothing since, nor revoked a key"),
        PERSON("who the person is, and that whoever shows you this is that person"),
        TIMES("the times: each is the word of whoever signed it"),
        UNSEEN_QUESTION("what the question was: it is left out for length"),
        UNWITNESSED("that {0} shows everybody this history of its log: nobody cosigned it"),
        UNKNOWN_WITNESS("that {0} is a witness you have reason to believe: you did not name it");

        private final String english;

        Matter(String english) {
            this.english = english;
        }

        public String english() {
            return english;
        }
    }

    default String inWords() {
        return PLACE.matcher(matter().english())
                .replaceAll(found -> Matcher.quoteReplacement(values().get(Integer.parseInt(found.group(1)))));
    }

    /**
     * All that can be said, what is proven first.
     *
     * @param believed the witnesses that the reader named
     */
    static List<Statement> of(Credential credential, Set<NodeId> believed) {
        Established established = credential.established();
        List<Statement> said = new ArrayList<>();
        Introductions issuer = established.issuer();
        said.add(proven(
                Matter.ISSUED,
                issuer.newest().name(),
                issuer.node().did(),
                issuer.node().fingerprint(),
                Timestamps.text(credential.validFrom())));
        if (established.claim() instanceof Claim.OfAnswer answer) {
            ofAnswer(answer, established, said);
        } else if (established.claim() instanceof Claim.OfStanding standing) {
            ofStanding(standing, established, said);
        }
        for (Established.Log log : established.logs()) {
            String owner = log.owner().newest().name();
            said.add(proven(Matter.LOGGED, owner, "" + log.at().size(), "" + log.records()));
            for (Signatories.Witnessed witness : log.witnesses()) {
                said.add(proven(
                        Matter.COSIGNED,
                        witness.name(),
                        witness.node().fingerprint(),
                        owner,
                        Timestamps.text(witness.time())));
            }
        }
        notProven(established, believed, said);
        return List.copyOf(said);
    }

    private static void ofAnswer(Claim.OfAnswer answer, Established established, List<Statement> said) {
        NodeId own = answer.member().head().node();
        said.add(proven(
                Matter.ANSWERED,
                answer.profile().name(),
                answer.profile().handle(),
                established.name(own),
                Timestamps.text(answer.written())));
        answer.asked()
                .ifPresent(asked -> said.add(proven(Matter.QUESTION, asked.name(), established.name(answer.home()))));
        answer.acceptance().ifPresent(record -> said.add(proven(Matter.ACCEPTED, established.name(answer.home()))));
        answer.votes()
                .forEach(votes -> said.add(proven(
                        votes.node().equals(own) ? Matter.VOTED_AT_HOME : Matter.VOTED,
                        established.name(votes.node()),
                        "" + votes.up(),
                        "" + votes.down())));
    }

    private static void ofStanding(Claim.OfStanding claim, Established established, List<Statement> said) {
        Attestation.Period sum = claim.sum();
        boolean own = claim.member().head().node().equals(established.issuer().node());
        said.add(proven(
                own ? Matter.STANDING : Matter.STANDING_ELSEWHERE,
                established.issuer().newest().name(),
                claim.profile().name(),
                claim.profile().handle(),
                Timestamps.text(claim.standing().asOf()),
                claim.standing().topic().orElse("*"),
                "" + sum.answers(),
                "" + sum.accepted(),
                "" + sum.up(),
                "" + sum.down()));
    }

    private static void notProven(Established established, Set<NodeId> believed, List<Statement> said) {
        established.nodes().all().stream()
                .filter(node -> established.logs().stream()
                        .flatMap(log -> log.witnesses().stream())
                        .noneMatch(witness -> witness.node().equals(node.node())))
                .forEach(node -> said.add(
                        missing(Matter.NAMES, node.newest().name(), node.node().fingerprint())));
        said.add(missing(Matter.TRUTH));
        said.add(missing(Matter.STILL));
        said.add(missing(Matter.PERSON));
        said.add(missing(Matter.TIMES));
        if (established.claim() instanceof Claim.OfAnswer answer
                && answer.question().isEmpty()) {
            said.add(missing(Matter.UNSEEN_QUESTION));
        }
        for (Established.Log log : established.logs()) {
            if (log.witnesses().isEmpty()) {
                said.add(missing(Matter.UNWITNESSED, log.owner().newest().name()));
            }
            log.witnesses().stream()
                    .filter(witness -> !believed.contains(witness.node()))
                    .forEach(witness -> said.add(missing(Matter.UNKNOWN_WITNESS, witness.name())));
        }
    }

    private static Statement proven(Matter matter, String... values) {
        return new Proven(matter, List.of(values));
    }

    private static Statement missing(Matter matter, String... values) {
        return new NotProven(matter, List.of(values));
    }
}
