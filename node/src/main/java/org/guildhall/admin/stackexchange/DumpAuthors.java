package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote something that is imported. Users without a post or comment stay behind, and of the others only the shown name
 * is taken: no address, no place, no picture.
 */
final class DumpAuthors {

    private final Findings findings;
    private final IntKeys users = new IntKeys();
    private boolean[] known = new boolean[0];
    private final Map<String, Author> nameless = new LinkedHashMap<>();

    DumpAuthors(Findings findings) {
        this.findings = findings;
    }

    /** Notes the author of a post or comment. */
    void wrote(Row row, String userId, String displayName) throws DumpFault {
        Integer user = row.numberOrNull(userId);
        if (user != null) {
            users.add(user);
            return;
        }
        Author author = Author.of(null, row.text(displayName));
        nameless.putIfAbsent(author.sourceId(), author);
        findings.add(Finding.AUTHOR_UNKNOWN, author.name() == null ? author.sourceId() : author.name());
    }

    /** Takes a row of Users.xml, after all authors were noted. */
    void user(Row row, DumpSink sink) throws IOException {
        known = known.length == users.size() ? known : Arrays.copyOf(known, users.size());
        int place = users.find(row.number("Id"));
        if (place >= 0 && !known[place]) {
            known[place] = true;
            introduce(Author.of(row.number("Id"), null), row.text("DisplayName"), sink);
        }
    }

    /** Introduces those whom Users.xml does not have, by the name beside their posts. */
    void others(DumpSink sink) throws IOException {
        known = Arrays.copyOf(known, users.size());
        for (int place = 0; place < known.length; place++) {
            if (!known[place]) {
                Author author = Author.of(users.key(place), null);
                findings.add(Finding.AUTHOR_UNKNOWN, author.sourceId());
                introduce(author, null, sink);
            }
        }
        for (Author author : List.copyOf(nameless.values())) {
            introduce(author, author.name(), sink);
        }
    }

    private void introduce(Author author, @Nullable String shown, DumpSink sink) throws IOException {
        String name = shown == null ? "" : Fit.cut(Fit.line(shown), Limits.NAME);
        if (name.isEmpty()) {
            name = author.userId() == null ? author.sourceId() : "user" + author.sourceId();
        }
        // The same person may be named in one place and numbered in another.
        nameless.remove(author.sourceId());
        sink.member(new DumpSink.Member(author, name));
    }
}
