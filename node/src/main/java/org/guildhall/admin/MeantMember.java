package org.guildhall.admin;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.StandingReading;
import org.guildhall.store.StandingReading.Person;

/** The member that a person means: by the handle they have here, or by the address of their page on this node. */
final class MeantMember {
    private static final Pattern KEY = Pattern.compile("(?:^|/m/)([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");

    private MeantMember() {}

    static Person of(StandingReading reading, NodeId self, String text) throws Refusal, SQLException {
        Optional<Person> byHandle = reading.person(self, text.startsWith("@") ? text.substring(1) : text);
        if (byHandle.isPresent()) {
            return byHandle.get();
        }
        Matcher found = KEY.matcher(text);
        if (found.find()) {
            Optional<Person> byKey = reading.person(ObjectKey.ofText(found.group(1)));
            if (byKey.isPresent()) {
                return byKey.get();
            }
        }
        throw Refusal.notFound(
                "no member is known here as \"" + text + "\": name one of this node by the handle, and one of"
                        + " another node by the address of their page here, https://ask.example/m/…, or by the 22 characters that"
                        + " it ends in");
    }
}
