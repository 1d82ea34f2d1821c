package org.guildhall.site;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;
import org.guildhall.store.Tickets;
import org.guildhall.store.Tickets.Purpose;

/** New members: the public record and the private account, in one transaction. */
final class Members {
    private final Site site;
    private final Posting posting;
    private final Supplier<UUID> ids;

    Members(Site site, Posting posting, Supplier<UUID> ids) {
        this.site = site;
        this.posting = posting;
        this.ids = ids;
    }

    static MemberProfile profile(String handle, String name, String affiliation) {
        return new MemberProfile(
                handle,
                name,
                affiliation.isEmpty() ? Optional.empty() : Optional.of(affiliation),
                List.of(),
                Optional.empty());
    }

    /**
     * Makes a member.
     *
     * @param passwordHash PHC text
     * @param invitation hash of the link's token, which is used up
     * @return empty when the handle was taken, or the invitation used, in the meantime
     */
    Optional<ObjectKey> register(MemberProfile profile, String passwordHash, Role role, Optional<byte[]> invitation)
            throws Exception {
        ObjectId member = new ObjectId(site.writer().selfId(), ids.get());
        return posting.publish(desk -> {
            Accounts accounts = new Accounts(desk.tx().sql());
            // Whoever lost the account with a disk gets it back from an administrator, and nobody else gets the name.
            if (accounts.byHandle(profile.handle()).isPresent()
                    || accounts.withoutAccount(desk.tx().self(), profile.handle())
                            .isPresent()) {
                return Optional.empty();
            }
            if (invitation.isPresent()
                    && !new Tickets(desk.tx().sql())
                            .use(invitation.get(), Purpose.INVITATION, desk.tx().now())) {
                return Optional.empty();
            }
            desk.publish(member, profile);
            accounts.create(new Account(
                    member.key(),
                    profile.handle(),
                    Optional.of(passwordHash),
                    role,
                    Optional.empty(),
                    desk.tx().now(),
                    false));
            return Optional.of(member.key());
        });
    }
}
