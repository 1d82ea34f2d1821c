package org.guildhall.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.credential.Credential;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More nodes tell votes on an answer than a credential has room for: it says the most that it can (OQX-CRE-005, OQX-LIM-092). */
class WidelyVotedAnswerTest {
    private static final int NODES = 17;

    @TempDir
    private Path directory;

    @Test
    void takesAlongTheTalliesWithTheMostVotes() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Pump Users")) {
            ObjectId ada = site.member("ada", Role.MEMBER);
            ObjectId thread = site.node.ask(site.node.join("ann"), "Which oil is right?");
            ObjectId answer = site.node.answer(ada, thread, "HLP 46.");
            for (int i = 0; i < NODES; i++) {
                try (NodeInMemory node =
                        new NodeInMemory("Plant " + i, new DatabaseLocation.Embedded(directory.resolve("n" + i)))) {
                    site.node.peer(node.id, Policy.takeAll());
                    node.follow(site.node);
                    for (int voter = 0; voter <= (i == NODES - 1 ? 2 : 0); voter++) {
                        node.vote(node.join("v" + voter), answer);
                    }
                    node.publishTallies();
                    site.node.follow(node);
                }
            }
            String path = "/account/credentials/" + answer.key().text();
            TestBrowser.Answer file =
                    site.signedIn("ada").open("/account/credentials").form(path).send();

            assertThat(file.status()).isEqualTo(200);
            Credential credential = Credential.read(file.body().getBytes(UTF_8), Verifier.best());
            assertThat(credential.bytes()).hasSizeLessThanOrEqualTo(Credential.MODEST);
            assertThat(credential.description()).contains("Plant " + (NODES - 1));
        }
    }
}
