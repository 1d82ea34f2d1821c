package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.admission.Refusal;
import org.guildhall.credential.Credential;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Frame;
import org.guildhall.record.Attestation;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Tally;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which records a credential for an answer takes along, whatever others publish (OQX-CRE-005, 030, 033). */
class CredentialChoiceTest {
    @TempDir
    private Path directory;

    private NodeInMemory node(String name) throws Exception {
        return new NodeInMemory(name, new DatabaseLocation.Embedded(directory.resolve(name)));
    }

    private static Credential read(Credential issued) throws Exception {
        return Credential.read(issued.bytes(), Verifier.best());
    }

    private static void arrive(SiteUnderTest site, NodeInMemory owner, List<Frame> frames) throws Exception {
        List<Frame> before = owner.frames(0);
        CompactRange range = CompactRange.empty();
        before.forEach(frame -> range.append(frame.entry().leafHash()));
        site.node.arrive(owner.id, owner.signing, before.size(), range, frames);
    }

    /** A log that is followed holds the home's word again and again, and more of it than the home's own log. */
    @Test
    void issuesThoughAPeerLogsTheAcceptanceAgainAndAgain() throws Exception {
        try (AcceptedAbroad scene = new AcceptedAbroad();
                NodeInMemory hub = node("Hub")) {
            Frame accepted = scene.vendor.frames(0).stream()
                    .filter(frame -> isAcceptance(frame, scene.vendor))
                    .findFirst()
                    .orElseThrow();
            Frame included = NodeInMemory.included(record(accepted), 3);
            scene.site.node.peer(hub.id, Policy.takeAll());
            scene.site.node.follow(hub);
            arrive(scene.site, hub, Collections.nCopies(5, included));
            assertThat(scene.site.node.select(
                            "select count(*) from log_entry where digest = ?",
                            record(accepted).payload().digest()))
                    .as("once in the home's log, five times in the hub's")
                    .containsExactly("6");

            Credential issued = read(scene.site.credentials().forAnswer(scene.ada.key(), scene.answer.key()));

            assertThat(issued.description()).contains("Pump Works says that whoever asked accepted the answer.");
        }
    }

    private static boolean isAcceptance(Frame frame, NodeInMemory by) {
        return record(frame).head().kind() == Kind.ACCEPT
                && record(frame).head().node().equals(by.id);
    }

    private static OqxRecord record(Frame frame) {
        try {
            return RecordReader.read(((Frame.Content.Payload) frame.content()).bytes());
        } catch (RecordFault e) {
            throw new AssertionError(e);
        }
    }

    /** Votes on so many posts of one thread don't fit; the acceptance is enough. */
    @Test
    void leavesOutTheLastTallyThatIsNotTheHomes() throws Exception {
        try (AcceptedAbroad scene = new AcceptedAbroad()) {
            NodeInMemory own = scene.site.node;
            List<Tally.Count> counts = Stream.concat(
                            Stream.of(scene.answer), Stream.generate(own::fresh).limit(499))
                    .sorted(Comparator.naturalOrder())
                    .map(post -> new Tally.Count(post, 1, 0))
                    .toList();
            own.publish(new ObjectId(own.id, NamedUuid.tally(own.id, scene.thread)), new Tally(scene.thread, counts));
            assertThat(own.select("select up from tally_count where object_key = ?", scene.answer.key()))
                    .containsExactly("1");

            Credential issued = read(scene.site.credentials().forAnswer(scene.ada.key(), scene.answer.key()));

            assertThat(issued.bytes()).hasSizeLessThanOrEqualTo(Credential.MODEST);
            assertThat(issued.description())
                    .contains("Pump Works says that whoever asked accepted the answer.")
                    .doesNotContain("Votes by members");
        }
    }

    /** A node whose members voted most revoked the key that signed so; what the others say is not lost with that. */
    @Test
    void leavesOutATallyThatCannotBeTakenAlong() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Pump Users");
                NodeInMemory revoking = node("Pump Works");
                NodeInMemory other = node("Pump School")) {
            ObjectId ada = site.member("ada", Role.MEMBER);
            ObjectId thread = site.node.ask(site.node.join("ann"), "Which oil is right?");
            ObjectId answer = site.node.answer(ada, thread, "HLP 46.");
            votes(revoking, site, answer, 3);
            votes(other, site, answer, 1);
            assertThat(description(site, ada, answer))
                    .contains("members of Pump Works: 3 up", "members of Pump School");

            SigningKey fresh = SigningKey.generate(new SecureRandom());
            NodeProfile after = revoking.profile()
                    .withKeys(List.of(
                            new NodeProfile.SigningKeyEntry(
                                    revoking.signing.publicKey(),
                                    Optional.of(revoking.writer.current().size())),
                            new NodeProfile.SigningKeyEntry(fresh.publicKey(), Optional.empty())));
            revoking.admission
                    .publish(desk -> desk.publishNode(after, revoking.identity))
                    .get();
            site.node.follow(revoking);

            assertThat(description(site, ada, answer))
                    .contains("\"Which oil is right?\"", "members of Pump School: 1 up")
                    .doesNotContain("Pump Works");
        }
    }

    private static String description(SiteUnderTest site, ObjectId member, ObjectId answer) throws Exception {
        return read(site.credentials().forAnswer(member.key(), answer.key())).description();
    }

    private static void votes(NodeInMemory voting, SiteUnderTest site, ObjectId answer, int voters) throws Exception {
        site.node.peer(voting.id, Policy.takeAll());
        voting.follow(site.node);
        for (int i = 0; i < voters; i++) {
            voting.vote(voting.join("v" + i), answer);
        }
        voting.publishTallies();
        site.node.follow(voting);
    }

    /** Not what whoever asked accepted of the own, nor an answer to a question that is hidden. */
    @EachDatabase
    void offersWhatCanBeHad(DatabaseLocation location) throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Pump Users", location)) {
            ObjectId ada = site.member("ada", Role.MEMBER);
            ObjectId own = site.node.ask(ada, "Which oil is right?");
            site.node.accept(own, Optional.of(site.node.answer(ada, own, "HLP 46.")));
            ObjectId anothers = site.node.ask(site.node.join("ann"), "Which valve is right?");
            ObjectId taken = site.node.answer(ada, anothers, "The small one.");
            site.node.accept(anothers, Optional.of(taken));
            ObjectId hidden = site.node.ask(site.node.join("ben"), "Which pump is right?");
            site.node.accept(hidden, Optional.of(site.node.answer(ada, hidden, "The red one.")));
            site.member("mod", Role.MODERATOR);
            String hide = SiteUnderTest.post(hidden.key(), "hide");
            assertThat(site.signedIn("mod")
                            .open(hide)
                            .form(hide)
                            .with("reason", "An advertisement.")
                            .send()
                            .status())
                    .isEqualTo(303);
            List<ObjectKey> offered = new ArrayList<>();
            for (CredentialQueries.Offer offer : site.credentials().offers(ada.key())) {
                read(site.credentials().forAnswer(ada.key(), offer.answer()));
                offered.add(offer.answer());
            }
            assertThat(offered).containsExactly(taken.key());
        }
    }

    /** Of all that is attested of a member, what was asked for. */
    @Test
    void issuesForOneStandingOfSeveral() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Pump Users")) {
            ObjectId ada = site.member("ada", Role.MEMBER);
            site.earn(ada, 120);
            Attestation.Standing valves = new Attestation.Standing(
                    Optional.of("valves"), site.node.clock.instant(), List.of(new Attestation.Period(200, 3, 1, 7, 2)));
            ObjectId id = new ObjectId(site.node.id, NamedUuid.attestation(site.node.id, ada, valves));
            site.node.publish(id, new Attestation(ada, Label.State.ON, valves, Optional.empty()));

            Credential issued = read(site.credentials().forStanding(ada.key(), Optional.of("valves")));
            assertThat(issued.description())
                    .contains("in valves: 3 answers, 1 of them accepted")
                    .contains("7 up, 2 down");
            assertThat(read(site.credentials().forStanding(ada.key(), Optional.empty()))
                            .description())
                    .contains("in all topics: 1000 answers");

            site.node.publish(id, new Attestation(ada, Label.State.OFF, valves, Optional.empty()));
            assertThatThrownBy(() -> site.credentials().forStanding(ada.key(), Optional.of("valves")))
                    .isInstanceOfSatisfying(
                            Refusal.class, refused -> assertThat(refused.code()).isEqualTo("no-attestation"));
        }
    }
}
