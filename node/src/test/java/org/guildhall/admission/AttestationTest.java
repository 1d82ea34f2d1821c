package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.DatabaseLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of a member, as others take it (spec, chapter Standing, section 8). */
class AttestationTest {
    private static final Attestation.Claim STANDING = new Attestation.Standing(
            Optional.of("pumps"), Instant.EPOCH, List.of(new Attestation.Period(228, 2, 1, 5, 0)));

    @TempDir
    private Path directory;

    private static OqxRecord say(NodeInMemory issuer, ObjectId member, Label.State state) throws Exception {
        return issuer.publish(
                new ObjectId(issuer.id, NamedUuid.attestation(issuer.id, member, STANDING)),
                new Attestation(member, state, STANDING, Optional.empty()));
    }

    @Test
    void a37HoldsTheNewestWordHoweverOftenAnOlderOneIsRead() throws Exception {
        try (NodeInMemory issuer = new NodeInMemory("Issuer", new DatabaseLocation.Embedded(directory.resolve("a")));
                NodeInMemory reader =
                        new NodeInMemory("Reader", new DatabaseLocation.Embedded(directory.resolve("b")))) {
            ObjectId member = issuer.join("anna");
            OqxRecord first = say(issuer, member, Label.State.ON);
            reader.follow(issuer);
            assertThat(reader.select("select holds from attestation")).containsExactly("true");

            OqxRecord second = say(issuer, member, Label.State.OFF);
            reader.follow(issuer);
            reader.follow(issuer);

            assertThat(second.object()).isEqualTo(first.object());
            assertThat(reader.select("select holds from attestation")).containsExactly("false");
        }
    }
}
