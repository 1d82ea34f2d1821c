package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a credential must say, found in its records: chapter 12 §§4 and 5. */
record CredentialWords(String achievement, String name, String description, String criteria) {
    static CredentialWords of(Testimony testimony) throws Fault {
        SignedRecord answer = testimony.only("Answer");
        SignedRecord attestation = testimony.only("Attestation");
        if (answer != null && attestation == null) {
            return ofAnswer(testimony, answer);
        }
        if (attestation != null && answer == null) {
            return ofStanding(testimony, attestation);
        }
        throw new Fault("credential", "about one answer or one attestation");
    }

    private static CredentialWords ofStanding(Testimony testimony, SignedRecord attestation) throws Fault {
        JsonNode json = attestation.json();
        boolean fits = testimony.records().size() == 2
                && json.path("state").asText().equals("on")
                && json.has("standing")
                && ref(json.path("about")).equals(testimony.member().object())
                && attestation.node().equals(testimony.logs().get(0).node());
        if (!fits) {
            throw new Fault("credential", "not the issuer's standing attestation of the member");
        }
        JsonNode standing = json.path("standing");
        String topic = standing.path("topic").asText("all topics");
        String description = testimony.nodeName(attestation.node()) + " says of " + who(testimony) + " up to "
                + standing.path("asOf").asText().substring(0, 10) + ", in " + topic + ": " + sum(standing, "answers")
                + " answers, " + sum(standing, "accepted") + " of them accepted; votes by its own members: "
                + sum(standing, "up") + " up, " + sum(standing, "down") + " down.";
        return new CredentialWords(
                "urn:oqx:achievement:1:standing",
                "Standing in " + topic,
                description,
                "What a signed attestation of the issuer says of the answers that it has seen. The record and the proofs are in"
                        + " the evidence. It is the issuer's word alone, and no score.");
    }

    private static long sum(JsonNode standing, String name) {
        long sum = 0;
        for (JsonNode period : standing.path("periods")) {
            sum += period.path(name).asLong();
        }
        return sum;
    }

    private static CredentialWords ofAnswer(Testimony testimony, SignedRecord answer) throws Fault {
        Ref thread = ref(answer.json().path("thread"));
        Ref author = new Ref(answer.node(), answer.json().path("author").asText());
        SignedRecord question = testimony.only("Question");
        SignedRecord accept = testimony.only("Accept");
        require(testimony.member().object().equals(author), "not the author");
        require(question == null || question.object().equals(thread), "another question");
        if (accept != null) {
            require(
                    ref(accept.json().path("thread")).equals(thread)
                            && ref(accept.json().path("about")).equals(answer.object()),
                    "an acceptance of something else");
            require(question == null || !askedBy(question, author), "accepted by its own author");
        }
        List<String> votes = votes(testimony, answer, thread);
        int used = 2 + (question == null ? 0 : 1) + (accept == null ? 0 : 1) + votes.size();
        require(used == testimony.records().size(), "records that are not needed");
        require(accept != null || !votes.isEmpty(), "neither accepted nor voted on");
        String home = testimony.nodeName(thread.node());
        String date = answer.json()
                .path("datePublished")
                .asText(answer.json().path("dateCreated").asText());
        StringBuilder description = new StringBuilder(who(testimony) + " of " + testimony.nodeName(answer.node()));
        description.append(question == null ? " answered a question" : " answered " + asked(question));
        description.append(" at " + home + " on " + date.substring(0, 10) + ".");
        if (accept != null) {
            description.append(" " + home + " says that whoever asked accepted the answer.");
        }
        votes.forEach(description::append);
        String title =
                question == null ? "" : ": " + question.json().path("name").asText();
        return new CredentialWords(
                "urn:oqx:achievement:1:answer",
                (accept == null ? "Answer" : "Accepted answer") + title,
                description.toString(),
                "What signed records of the named nodes say: that the answer was published, whether whoever asked accepted it,"
                        + " and how the members of each node voted on it. The records and the proofs are in the evidence. No"
                        + " score is computed.");
    }

    private static List<String> votes(Testimony testimony, SignedRecord answer, Ref thread) throws Fault {
        List<String> votes = new ArrayList<>();
        TreeSet<String> nodes = new TreeSet<>();
        for (SignedRecord tally : testimony.records()) {
            if (!tally.kind().equals("Tally")) {
                continue;
            }
            require(nodes.add(tally.node()), "two tallies of a node");
            require(ref(tally.json().path("thread")).equals(thread), "a tally of another thread");
            JsonNode count = count(tally, answer.object());
            require(count != null, "a tally without the answer");
            String own = tally.node().equals(answer.node()) ? ", the author's own node" : "";
            votes.add(" Votes by members of " + testimony.nodeName(tally.node()) + own + ": "
                    + (count == null
                            ? ""
                            : count.path("up").asLong() + " up, "
                                    + count.path("down").asLong())
                    + " down.");
        }
        return votes;
    }

    private static @Nullable JsonNode count(SignedRecord tally, Ref answer) {
        for (JsonNode count : tally.json().path("counts")) {
            if (ref(count.path("about")).equals(answer)) {
                return count;
            }
        }
        return null;
    }

    private static boolean askedBy(SignedRecord question, Ref author) {
        return new Ref(question.node(), question.json().path("author").asText()).equals(author);
    }

    private static String asked(SignedRecord question) {
        List<String> tags = new ArrayList<>();
        question.json().path("keywords").forEach(tag -> tags.add(tag.asText()));
        return '"' + question.json().path("name").asText() + "\" (" + String.join(", ", tags) + ")";
    }

    private static String who(Testimony testimony) throws Fault {
        JsonNode member = testimony.member().json();
        return member.path("name").asText() + " (" + member.path("handle").asText() + ")";
    }

    private static Ref ref(JsonNode json) {
        return new Ref(json.path("node").asText(), json.path("id").asText());
    }

    private static void require(boolean holds, String otherwise) throws Fault {
        if (!holds) {
            throw new Fault("credential", otherwise);
        }
    }
}
