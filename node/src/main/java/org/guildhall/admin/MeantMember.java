package org.guildhall.admin;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.admission.Refusal;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.MemberNames;
import org.guildhall.store.MemberNames.Person;
import org.guildhall.store.Sql;

/**
 * A member as people name one: the handle of one of ours, the address of a member's page here, or {@code NODE/MEMBER} as records
 * have it.
 */
final class MeantMember {
    private static final Pattern KEY = Pattern.compile("(?:^|/m/)([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");

    private MeantMember() {}

    /** @throws Refusal {@code unknown-member} unless the member is known here */
    static Person of(Sql sql, NodeId self, String text) throws SQLException, Refusal {
        MemberNames names = new MemberNames(sql);
        Optional<Person> ours = names.of(self, text.startsWith("@") ? text.substring(1) : text);
        Optional<ObjectKey> key = ours.isPresent() ? Optional.empty() : key(text);
        Optional<Person> found = key.isPresent() ? names.of(key.get()) : ours;
        return found.orElseThrow(() -> new Refusal(
                "unknown-member",
                "no member " + text
                        + " is known here: give the handle of one of ours (`guildhall member ls`), or of any"
                        + " other the address of their page on this node, https://ask.example/m/…, or NODE/MEMBER as"
                        + " their record has it"));
    }

    private static Optional<ObjectKey> key(String text) {
        Matcher page = KEY.matcher(text);
        int slash = text.indexOf('/');
        try {
            if (page.find()) {
                return Optional.of(ObjectKey.ofText(page.group(1)));
            }
            return slash < 0
                    ? Optional.empty()
                    : Optional.of(new ObjectId(
                                    new NodeId(text.substring(0, slash)), UUID.fromString(text.substring(slash + 1)))
                            .key());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
