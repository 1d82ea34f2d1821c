package org.guildhall.admin.setup;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.SigningPermit;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.Settings;
import org.guildhall.store.Sql;
import org.guildhall.store.Writer;

/**
 * Makes a node: keys, configuration, token, database, and the first two records of its log, which enter through the same
 * gate as all later ones. Either all of it is there in the end, or nothing.
 */
public final class Installation {
    private final Clock clock;
    private final SecureRandom random;

    public Installation(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * How the node introduces itself, in its first record.
     *
     * @param license SPDX name or address of the licence that its members' posts are under
     * @param contact where people reach the operator
     */
    public record Introduction(String name, String license, Optional<String> contact) {}

    /**
     * Makes a node in a new or empty directory.
     *
     * @param audience whom its log is for, once and for all
     * @param registration who may register at first: open, invitation or closed
     * @throws SetupFault when it cannot be made; nothing is left behind then
     */
    public NodeId make(
            DataDirectory directory,
            Config config,
            Introduction introduction,
            Audience audience,
            String registration,
            Newcomer administrator)
            throws SetupFault {
        try (DataDirectory.Hold hold = directory.hold("init")) {
            SigningKey identity = SigningKey.generate(random);
            SigningKey next = SigningKey.generate(random);
            SigningKey signing = SigningKey.generate(random);
            KeyFile.create(directory.identityKey(), identity);
            KeyFile.create(directory.nextIdentityKey(), next);
            KeyFile.create(directory.signingKey(), signing);
            SigningKey cosigning = SigningKey.generate(random);
            KeyFile.create(directory.cosigningKey(), cosigning);
            directory.writeAdminToken(random);
            directory.writeConfig(config);
            NodeId node = NodeId.of(identity.publicKey());
            directory.writeNode(node);
            NodeProfile profile = new NodeProfile(
                    introduction.name(),
                    identity.publicKey(),
                    Digest.of(next.publicKey().publicKey()),
                    List.of(new SigningKeyEntry(signing.publicKey(), Optional.empty())),
                    List.of(config.publicAddress().toString()),
                    introduction.contact(),
                    Optional.of(introduction.license()),
                    Optional.of(cosigning.publicKey()),
                    Optional.empty());
            begin(directory, config, node, signing, audience, desk -> {
                desk.publishNode(profile, identity);
                administrator.join(desk);
                new Settings(desk.tx().sql()).set(Settings.REGISTRATION, registration);
                return node;
            });
            return node;
        } catch (IOException e) {
            directory.discard();
            throw new SetupFault("the node cannot be made in " + directory + ": " + FileReason.of(e), e);
        } catch (SetupFault e) {
            directory.discard();
            throw e;
        }
    }

    private void begin(
            DataDirectory directory,
            Config config,
            NodeId node,
            SigningKey signing,
            Audience audience,
            Admission.Act<NodeId> first)
            throws SetupFault {
        try (Database database = directory.openDatabase(config)) {
            refuseUsed(database, directory, config);
            try (Writer writer = Writer.open(database, node, clock)) {
                new Admission(writer, () -> signing, SigningPermit.open(writer), random, audience)
                        .publish(first)
                        .get();
            }
        } catch (SQLException e) {
            throw new SetupFault("the database cannot be used: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw new SetupFault("the node cannot be made as asked: " + refusal.getMessage(), refusal);
            }
            throw new SetupFault("the database failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupFault("interrupted; nothing was kept", e);
        }
    }

    /** Two nodes in one database would write into each other's tables. */
    static void refuseUsed(Database database, DataDirectory directory, Config config) throws SQLException, SetupFault {
        try (Connection connection = database.reads().getConnection()) {
            Optional<String> there = new Sql(connection).first("select id from node limit 1", row -> row.getString(1));
            if (there.isPresent()) {
                throw new SetupFault("the database " + config.databaseIn(directory.database())
                        + " already holds the node " + there.get() + ". Name an empty one with --database.");
            }
        }
    }
}
