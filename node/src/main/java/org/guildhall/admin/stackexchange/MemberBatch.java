package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Body;
import org.guildhall.record.Kind;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** Some authors of a dump, to be introduced here in one transaction. They get no account. */
final class MemberBatch {

    private final Bodies bodies;
    private final List<DumpSink.Member> members = new ArrayList<>();

    MemberBatch(Bodies bodies) {
        this.bodies = bodies;
    }

    void add(DumpSink.Member member) {
        members.add(member);
    }

    int size() {
        return members.size();
    }

    Ledger perform(Desk desk, boolean dryRun, boolean oneByOne) throws SQLException, Refusal {
        Ledger ledger = new Ledger();
        List<ObjectKey> keys = members.stream()
                .map(member -> bodies.member(member.author()).key())
                .toList();
        Stored stored = Stored.of(desk.tx().sql(), keys);
        Set<String> taken = taken(desk);
        Press press = new Press(desk, dryRun, oneByOne, ledger);
        for (DumpSink.Member member : members) {
            ObjectId id = bodies.member(member.author());
            List<Body> before = stored.of(id.key());
            List<Body> news = before.isEmpty()
                    ? List.of(bodies.member(member, free(bodies.handle(member), taken)))
                    : renamed((MemberProfile) before.get(before.size() - 1), member);
            press.publish(id, Kind.MEMBER, before.size(), news, member.author().sourceId());
        }
        press.finish();
        return ledger;
    }

    /** Of a member who is here only the name is brought up to date: the rest may have been changed here. */
    private static List<Body> renamed(MemberProfile now, DumpSink.Member member) {
        return now.name().equals(member.name())
                ? List.of()
                : List.of(new MemberProfile(
                        now.handle(), member.name(), now.affiliation(), now.roles(), now.source(), now.key()));
    }

    private Set<String> taken(Desk desk) throws SQLException {
        List<String> wanted = members.stream().map(bodies::handle).toList();
        return new HashSet<>(desk.tx()
                .sql()
                .query(
                        "select handle from member where node = ? and handle = any(?)",
                        row -> row.getString(1),
                        desk.tx().self(),
                        wanted));
    }

    private static String free(String handle, Set<String> taken) {
        String free = handle;
        for (int i = 2; !taken.add(free); i++) {
            String tail = "-" + i;
            free = handle.substring(0, Math.min(handle.length(), 40 - tail.length())) + tail;
        }
        return free;
    }
}
