package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.Policy.Effect.FLAG;
import static org.guildhall.admission.Policy.Effect.HIDE;
import static org.guildhall.admission.Policy.Effect.IGNORE;
import static org.guildhall.admission.Policy.Effect.SHOW;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.admission.Policy.Effect;
import org.guildhall.admission.Policy.Labels;
import org.guildhall.admission.Policy.Topics;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.BlockTable;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.Hiding;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A node chooses whose labels it honours, and what for (OQX-ERA-050). */
class HonouringTest {
    @TempDir
    private Path directory;

    private NodesInMemory nodes;
    private NodeInMemory association;
    private NodeInMemory vendor;
    private ObjectId anna;
    private ObjectId question;

    private void start(DatabaseLocation location) throws Exception {
        nodes = new NodesInMemory(directory);
        association = nodes.node("Association", location);
        vendor = nodes.node("Vendor");
        anna = association.join("anna");
        question = association.ask(anna, "Cheap pumps");
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private static Policy labels(Map<String, Effect> effects) {
        return new Policy(
                TAKE,
                TAKE,
                TAKE,
                TAKE,
                Topics.ALL,
                100,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Policy.Storage.STANDARD,
                Labels.of(effects),
                Policy.Attestations.TAKEN);
    }

    private OqxRecord says(NodeInMemory node, String label, Label.State state, String reason) throws Exception {
        ObjectId id = new ObjectId(node.id, NamedUuid.label(node.id, question, label));
        Optional<String> words = Optional.of(reason).filter(one -> !one.isEmpty());
        return node.publish(id, new Label(question, Optional.of(question), label, state, words));
    }

    private void change(NodeInMemory of, Policy after) throws Exception {
        change("policy = ?", after.toJson(), of);
    }

    private void become(NodeInMemory of, String state) throws Exception {
        change("state = ?", state, of);
    }

    private void change(String column, String value, NodeInMemory of) throws Exception {
        association
                .writer
                .submit(tx -> Honouring.through(
                        tx,
                        () -> tx.sql()
                                .update("update peering set " + column + " where node = ?", value, tx.number(of.id))))
                .get();
    }

    private void moderatorShows() throws Exception {
        association
                .writer
                .submit(tx -> {
                    new Hiding(tx).show(question.key(), question.key(), ModerationLog.By.MODERATOR);
                    return true;
                })
                .get();
    }

    private boolean isShown() throws Exception {
        return association
                        .select("select visible from post where object_key = ?", question.key())
                        .equals(List.of("true"))
                && association.select("select title from thread").equals(List.of("Cheap pumps"));
    }

    private List<String> told() throws Exception {
        return association.select("select code, reason from flag where settled_at is null order by nr");
    }

    private List<String> decided() throws Exception {
        return association.select("select role, action, code, reason from moderation order by nr");
    }

    @EachDatabase
    void hidesWhatAPeerLabelsUntilItTakesTheLabelBack(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        says(vendor, "spam", Label.State.ON, "Sells pills.");
        association.follow(vendor);

        assertThat(isShown()).isFalse();
        assertThat(association.select("select reason from hidden")).containsExactly("Vendor: Sells pills.");
        assertThat(told()).containsExactly("spam|Sells pills.");

        says(vendor, "spam", Label.State.OFF, "");
        association.follow(vendor);
        assertThat(isShown()).isTrue();
        assertThat(told()).isEmpty();
        assertThat(decided()).containsExactly("node|hidden|spam|Vendor: Sells pills.", "node|shown||");
    }

    /** A peer may say and take back as often as it likes (A31). */
    @EachDatabase
    void a31LeavesRoomInTheLogOfDecisionsForThoseOfPeople(DatabaseLocation location) throws Exception {
        start(location);
        association
                .writer
                .submit(tx -> {
                    ModerationLog.note(
                            tx,
                            ModerationLog.By.MODERATOR,
                            ModerationLog.Action.DISMISSED,
                            "",
                            "It is fine.",
                            question.key());
                    return true;
                })
                .get();
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        for (int i = 0; i < 3; i++) {
            says(vendor, "spam", Label.State.ON, "Round " + i);
            association.follow(vendor);
            says(vendor, "spam", Label.State.OFF, "");
            association.follow(vendor);
        }
        assertThat(decided())
                .as("each kind of decision on a post once a day")
                .containsExactly(
                        "moderator|dismissed||It is fine.", "node|hidden|spam|Vendor: Round 2", "node|shown||");

        association.clock.advance(Duration.ofDays(1));
        says(vendor, "spam", Label.State.ON, "The next day");
        association.follow(vendor);
        assertThat(decided()).hasSize(4);

        try (Connection connection = association.database.reads().getConnection()) {
            assertThat(ModerationLog.newest(new Sql(connection), 1))
                    .extracting(ModerationLog.Entry::reason)
                    .containsExactly("Vendor: The next day", "It is fine.");
        }
    }

    @EachDatabase
    void a31KeepsSoManyDecisionsOfTheNodeAndAllOfPeople(DatabaseLocation location) throws Exception {
        start(location);
        List<Hiding.Opinion> opinions = new ArrayList<>();
        for (int i = 0; i < 10_005; i++) {
            opinions.add(new Hiding.Opinion(question.key(), vendor.fresh().key(), "spam", "Vendor"));
        }
        association
                .writer
                .submit(tx -> {
                    ModerationLog.note(
                            tx, ModerationLog.By.MODERATOR, ModerationLog.Action.DISMISSED, "", "", question.key());
                    new Hiding(tx).byLabels(opinions, Set.of());
                    return true;
                })
                .get();
        assertThat(association.select("select role, count(*) from moderation group by role order by role"))
                .containsExactly("moderator|1", "node|10000");
    }

    @EachDatabase
    void tellsModeratorsShowsOrIgnoresAsThePolicySays(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("off-topic", FLAG, "outdated", SHOW, "*", IGNORE)));
        says(vendor, "off-topic", Label.State.ON, "");
        says(vendor, "outdated", Label.State.ON, "");
        says(vendor, "spam", Label.State.ON, "");
        association.follow(vendor);

        assertThat(isShown()).isTrue();
        assertThat(told()).containsExactly("off-topic|");
        assertThat(association.select("select label from label order by label"))
                .as("an erasure finds them all")
                .containsExactly("off-topic", "outdated", "spam");
        assertThat(decided()).isEmpty();
    }

    @EachDatabase
    void staysHiddenWhileAnotherPeerThinksSo(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory second = nodes.node("Second");
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        nodes.peer(association, second, labels(Map.of("unsafe", HIDE)));
        says(vendor, "spam", Label.State.ON, "");
        says(second, "unsafe", Label.State.ON, "");
        nodes.settle();
        says(vendor, "spam", Label.State.OFF, "");
        nodes.settle();
        assertThat(isShown()).isFalse();
        assertThat(association.select("select reason from hidden")).containsExactly("Second");
        says(second, "unsafe", Label.State.OFF, "");
        nodes.settle();
        assertThat(isShown()).isTrue();
    }

    @EachDatabase
    void leavesTheLastWordToAModerator(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        says(vendor, "spam", Label.State.ON, "");
        association.follow(vendor);
        moderatorShows();
        assertThat(isShown()).isTrue();
        assertThat(told()).as("somebody looked at it").isEmpty();

        says(vendor, "outdated", Label.State.ON, "");
        association.follow(vendor);
        assertThat(isShown()).as("another label is no reason to hide it again").isTrue();
        says(vendor, "spam", Label.State.ON, "I mean it.");
        association.follow(vendor);
        assertThat(isShown()).as("the same said again is news").isFalse();
    }

    @EachDatabase
    void countsLabelsThatCameBeforeThePolicyWasChanged(DatabaseLocation location) throws Exception {
        start(location);
        Policy shown = Policy.takeAll();
        Policy hiding = labels(Map.of("spam", HIDE));
        nodes.peer(association, vendor, shown);
        says(vendor, "spam", Label.State.ON, "");
        association.follow(vendor);
        assertThat(isShown()).isTrue();

        change(vendor, hiding);
        assertThat(isShown()).isFalse();
        assertThat(told()).hasSize(1);
        change(vendor, hiding);
        assertThat(isShown()).isFalse();
        change(vendor, shown);
        assertThat(isShown()).isTrue();
        assertThat(told()).isEmpty();
    }

    @EachDatabase
    void endsWithThePeering(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE, "outdated", FLAG)));
        says(vendor, "spam", Label.State.ON, "");
        says(vendor, "outdated", Label.State.ON, "");
        association.follow(vendor);
        assertThat(isShown()).isFalse();

        become(vendor, "suspended");
        assertThat(isShown()).as("a pause changes nothing").isFalse();
        assertThat(told()).containsExactly("spam|", "outdated|");
        for (String ended : List.of("removed", "blocked")) {
            become(vendor, ended);
            assertThat(isShown()).as(ended).isTrue();
            assertThat(told()).as(ended).isEmpty();
            become(vendor, "active");
            assertThat(isShown()).as("a peer again after it was " + ended).isFalse();
            assertThat(told()).hasSize(2);
        }
    }

    @EachDatabase
    void countsLabelsThatCameBeforeTheirNodeWasAPeer(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory hub = nodes.node("Hub");
        nodes.peer(hub, vendor, NodesInMemory.relaying());
        nodes.peer(hub, association, NodesInMemory.relaying());
        nodes.peer(association, hub, Policy.takeAll());
        nodes.settle();
        says(vendor, "spam", Label.State.ON, "");
        nodes.settle();
        assertThat(association.select("select label from label")).containsExactly("spam");
        assertThat(isShown()).isTrue();

        Policy hiding = labels(Map.of("spam", HIDE));
        association
                .writer
                .submit(tx -> Honouring.through(tx, () -> {
                    PeeringTable.enter(
                            tx, vendor.id, PeeringTable.State.ACTIVE, "http://127.0.0.1:1", hiding.toJson(), tx.now());
                    return true;
                }))
                .get();
        assertThat(isShown()).isFalse();
    }

    @EachDatabase
    void takesNoLabelOfABlockedNode(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        association.follow(vendor);
        association
                .writer
                .submit(tx -> BlockTable.block(tx, vendor.id, "", tx.now()))
                .get();
        says(vendor, "spam", Label.State.ON, "Sells pills.");
        association.follow(vendor);
        assertThat(isShown()).isTrue();
        assertThat(association.select("select label from label")).isEmpty();
        assertThat(association.select("select outcome, code from setback")).containsExactly("declined|blocked");
    }

    @EachDatabase
    void hidesAPostThatComesAfterItsLabel(DatabaseLocation location) throws Exception {
        start(location);
        NodeInMemory asker = nodes.node("Asker");
        NodeInMemory away = nodes.node("Away");
        ObjectId vera = asker.join("vera");
        question = asker.ask(vera, "Cheap pumps");
        nodes.peer(away, vendor, labels(Map.of("spam", HIDE)));
        says(vendor, "spam", Label.State.ON, "");
        away.follow(vendor);
        nodes.peer(away, asker, Policy.takeAll());
        away.follow(asker);
        assertThat(away.select("select title from thread")).isEmpty();
        assertThat(away.select("select visible from post")).containsExactly("false");
    }

    @EachDatabase
    void doesNothingOnTheWordOfWhoIsNoPeer(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("*", HIDE)));
        NodeInMemory stranger = nodes.node("Stranger");
        nodes.peer(vendor, stranger, NodesInMemory.relaying());
        nodes.peer(vendor, association, NodesInMemory.relaying());
        says(stranger, "spam", Label.State.ON, "");
        nodes.settle();
        assertThat(isShown()).isTrue();
        assertThat(told()).isEmpty();
    }

    @EachDatabase
    void keepsNoWordsOfALabelThatIsErased(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE, "outdated", FLAG)));
        OqxRecord spam = says(vendor, "spam", Label.State.ON, "Sells pills.");
        OqxRecord outdated = says(vendor, "outdated", Label.State.ON, "Sold out.");
        association.follow(vendor);
        moderatorShows();
        says(vendor, "unsafe", Label.State.ON, "Keep me.");
        says(vendor, "outdated", Label.State.ON, "Sold out long ago.");
        association.follow(vendor);

        erase(spam);
        erase(outdated);
        association.follow(vendor);
        assertThat(association.select("select code, reason from flag")).isEmpty();
        assertThat(decided()).containsExactly("node|hidden|spam|null", "moderator|shown||");
        assertThat(association.select("select label from label")).containsExactly("unsafe");
    }

    private void erase(OqxRecord label) throws Exception {
        Gone gone =
                new Gone(label.object(), Kind.LABEL, label.head().dateCreated(), Optional.empty(), Optional.empty());
        vendor.publish(new ObjectId(vendor.id, NamedUuid.erase(label.object())), new Erase(gone));
    }

    /** OQX-ERA-001 and 010: whatever became of the label. */
    @EachDatabase
    void deletesTheLabelsOfAnErasedPostThatWereNotTaken(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, Policy.takeAll());
        association.follow(vendor);
        association
                .writer
                .submit(tx -> BlockTable.block(tx, vendor.id, "", tx.now()))
                .get();
        OqxRecord label = says(vendor, "spam", Label.State.ON, "Sells pills.");
        association.follow(vendor);
        String payload = "select count(*) from payload where digest = ?";
        assertThat(association.select(payload, label.payload().digest())).containsExactly("1");

        association
                .admission
                .publish(desk -> TakingBack.erasePost(desk, question.key()))
                .get();
        assertThat(association.select(payload, label.payload().digest())).containsExactly("0");
        assertThat(association.select("select outcome from setback")).isEmpty();
        OqxRecord again = says(vendor, "spam", Label.State.ON, "Sells pills, I say.");
        association.follow(vendor);
        assertThat(association.select(payload, again.payload().digest())).containsExactly("0");
    }

    @EachDatabase
    void showsAPostAgainWhenTheKeyThatLabelledItIsRevoked(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        long stolenAt = vendor.writer.current().size();
        says(vendor, "spam", Label.State.ON, "");
        association.follow(vendor);
        assertThat(isShown()).isFalse();
        assertThat(told()).hasSize(1);

        NodeProfile after = vendor.profile()
                .withKeys(List.of(
                        new NodeProfile.SigningKeyEntry(vendor.signing.publicKey(), Optional.of(stolenAt)),
                        new NodeProfile.SigningKeyEntry(
                                SigningKey.generate(new SecureRandom()).publicKey(), Optional.empty())));
        vendor.admission
                .publish(desk -> desk.publishNode(after, vendor.identity))
                .get();
        association.follow(vendor);
        assertThat(isShown()).isTrue();
        assertThat(told()).isEmpty();
    }

    @EachDatabase
    void showsAPostAgainWhenTheLabelItselfIsErased(DatabaseLocation location) throws Exception {
        start(location);
        nodes.peer(association, vendor, labels(Map.of("spam", HIDE)));
        OqxRecord label = says(vendor, "spam", Label.State.ON, "");
        association.follow(vendor);
        assertThat(isShown()).isFalse();
        erase(label);
        association.follow(vendor);
        assertThat(isShown()).isTrue();
    }
}
