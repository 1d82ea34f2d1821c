package org.guildhall.admin.setup;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.PasswordHash;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;

/**
 * A member whom an administrator makes: the record that everybody sees and the account that nobody else does.
 *
 * @param password as Argon2id in PHC text
 */
public record Newcomer(String handle, String name, Optional<String> affiliation, String password, Role role) {

    private static final int SHORTEST_PASSWORD = 10;

    /** What is wrong with a password somebody chose, in words; empty when nothing is. */
    public static String faultOfPassword(String password) {
        return password.length() < SHORTEST_PASSWORD || password.length() > PasswordHash.LONGEST_PASSWORD
                ? "a password has " + SHORTEST_PASSWORD + " to " + PasswordHash.LONGEST_PASSWORD + " characters"
                : "";
    }

    /** With a password in plain text, which is hashed here and forgotten: some 40 ms of work. */
    public static Newcomer of(
            String handle,
            String name,
            Optional<String> affiliation,
            String plainPassword,
            Role role,
            SecureRandom random) {
        return new Newcomer(handle, name, affiliation, new PasswordHash(random).hash(plainPassword), role);
    }

    /**
     * Publishes the member and opens the account, in the desk's transaction. Who is in the log already and lost the account with a
     * disk gets a new one, and stays who they are.
     *
     * @throws Refusal {@code handle-taken} when somebody here has this handle, or what the rules of records forbid
     */
    public ObjectId join(Desk desk) throws Refusal, SQLException {
        Accounts accounts = new Accounts(desk.tx().sql());
        if (accounts.byHandle(handle).isPresent()) {
            throw new Refusal("handle-taken", "there is a member " + handle + " already");
        }
        Optional<UUID> known = accounts.withoutAccount(desk.tx().self(), handle);
        ObjectId member = new ObjectId(desk.tx().selfId(), known.orElseGet(UUID::randomUUID));
        if (known.isEmpty()) {
            desk.publish(member, new MemberProfile(handle, name, affiliation, List.of(), Optional.empty()));
        }
        accounts.create(new Account(
                member.key(),
                handle,
                Optional.of(password),
                role,
                Optional.empty(),
                desk.tx().now(),
                false));
        return member;
    }

    /** Without the password's hash. */
    @Override
    public String toString() {
        return "Newcomer[" + handle + ", " + role + "]";
    }
}
