package org.guildhall.admin.stackexchange;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.admission.Desk;
import org.guildhall.record.Digest;
import org.guildhall.record.Sha256;
import org.guildhall.store.Sql;

/**
 * Tag descriptions, which are private facts of this node. One that somebody here wrote or changed stays: for each that was
 * imported a setting keeps the digest of the text, and only a text that still has it is brought up to date.
 */
final class Topics {

    private final Site site;
    private final List<DumpSink.Topic> topics = new ArrayList<>();

    Topics(Site site) {
        this.site = site;
    }

    void add(DumpSink.Topic topic) {
        topics.add(topic);
    }

    Ledger perform(Desk desk, boolean dryRun) throws SQLException {
        Ledger ledger = new Ledger();
        Sql sql = desk.tx().sql();
        Map<String, String> descriptions = new HashMap<>();
        sql.query(
                "select tag, description from topic",
                row -> descriptions.put(row.getString(1), row.getString(2)) == null);
        Map<String, String> imported = new HashMap<>();
        sql.query(
                "select name, value from setting where name like 'import.topic.%'",
                row -> imported.put(row.getString(1), row.getString(2)) == null);
        for (DumpSink.Topic topic : topics) {
            String name = "import.topic." + topic.tag();
            String now = descriptions.get(topic.tag());
            boolean ofOurs = now != null && !now.isEmpty() && !mark(now).equals(imported.get(name));
            boolean same = topic.description().equals(now);
            if (ofOurs && !same) {
                ledger.findings().add(Finding.TOPIC_OF_OURS, topic.tag());
            }
            boolean write = !ofOurs && !same;
            ledger.enter("Topic", now == null ? 0 : 1, write ? 1 : 0);
            if (write && !dryRun) {
                sql.update("delete from topic where tag = ?", topic.tag());
                sql.update(
                        "insert into topic (tag, description, changed_at) values (?, ?, ?)",
                        topic.tag(),
                        topic.description(),
                        desk.tx().now().toEpochMilli());
                sql.update("delete from setting where name = ?", name);
                sql.update("insert into setting (name, value) values (?, ?)", name, mark(topic.description()));
            }
        }
        return ledger;
    }

    /** The site too, so that two sites' descriptions of one tag do not take turns. */
    private String mark(String description) {
        return site.address() + " " + Digest.wrap(Sha256.of(description.getBytes(StandardCharsets.UTF_8)));
    }
}
