package org.guildhall.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * All that a node knows of a member of its own, as one ZIP: {@code data.json} with profile, posts, votes, suggestions and notifications,
 * {@code posts/} as Markdown, {@code records/} the signed records as they were published, every revision.
 */
public final class MemberArchive {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Sql sql;
    private final ObjectKey member;

    private record Post(
            ObjectKey key,
            ObjectKey thread,
            int kind,
            String title,
            String topics,
            String body,
            String language,
            String license,
            long at,
            long editedAt,
            int revision) {}

    private record Signed(ObjectKey object, int revision, byte[] bytes) {}

    public MemberArchive(Sql sql, ObjectKey member) {
        this.sql = sql;
        this.member = member;
    }

    /** The archive; empty when no member of this node has this key. */
    public Optional<byte[]> bytes() throws SQLException {
        Optional<ObjectNode> profile = profile();
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        List<Post> posts = posts();
        ObjectNode data = JSON.createObjectNode();
        data.set("profile", profile.get());
        ArrayNode list = data.putArray("posts");
        posts.forEach(post -> list.add(json(post)));
        data.set("votes", votes());
        data.set("suggestions", suggestions());
        data.set("notifications", notifications());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, "data.json", JSON.writeValueAsBytes(data));
            for (Post post : posts) {
                add(zip, "posts/" + name(post) + ".md", markdown(post).getBytes(StandardCharsets.UTF_8));
            }
            for (Signed signed : records()) {
                add(zip, "records/" + signed.object().text() + "-" + signed.revision() + ".json", signed.bytes());
            }
            for (Moved.Kept kept : new Moved(sql).of(member)) {
                add(zip, "moved/" + kept.from().text() + "-credential.json", kept.credential());
                add(zip, "moved/" + kept.from().text() + "-statement.json", kept.statement());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(out.toByteArray());
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private Optional<ObjectNode> profile() throws SQLException {
        return sql.first(
                "select m.handle, m.name, m.affiliation, m.roles, m.since, a.role, a.language, a.created_at from member m"
                        + " join account a on a.member = m.object_key where m.object_key = ?",
                row -> {
                    ObjectNode json = JSON.createObjectNode()
                            .put("key", member.text())
                            .put("handle", row.getString("handle"))
                            .put("name", row.getString("name"))
                            .put("memberSince", time(row.getLong("since")))
                            .put("role", row.getString("role"))
                            .put("accountSince", time(row.getLong("created_at")));
                    put(json, "affiliation", row.getString("affiliation"));
                    put(json, "language", row.getString("language"));
                    return json;
                },
                member);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private List<Post> posts() throws SQLException {
        return sql.query(
                "select * from post where author = ? and erased = 0 order by created_at, object_key",
                row -> new Post(
                        Sql.key(row, "object_key"),
                        Sql.key(row, "thread_key"),
                        row.getInt("kind"),
                        ThreadLists.text(row, "title"),
                        ThreadLists.text(row, "tags"),
                        row.getString("body"),
                        ThreadLists.text(row, "language"),
                        ThreadLists.text(row, "license"),
                        row.getLong("created_at"),
                        row.getLong("edited_at"),
                        row.getInt("revision")),
                member);
    }

    private List<Signed> records() throws SQLException {
        return sql.query(
                "select r.object_key, r.revision, y.bytes from object_revision r join payload y on y.digest = r.digest"
                        + " where r.object_key = ? or r.object_key in (select object_key from post where author = ?)"
                        + " order by r.object_key, r.revision",
                row -> new Signed(Sql.key(row, "object_key"), row.getInt("revision"), row.getBytes("bytes")),
                member,
                member);
    }

    private ArrayNode votes() throws SQLException {
        ArrayNode votes = JSON.createArrayNode();
        sql.query(
                        "select object_key, thread_key, direction, at from vote where member = ? order by at",
                        row -> JSON.createObjectNode()
                                .put("post", Sql.key(row, "object_key").text())
                                .put("thread", Sql.key(row, "thread_key").text())
                                .put("vote", row.getInt("direction") > 0 ? "up" : "down")
                                .put("at", time(row.getLong("at"))),
                        member)
                .forEach(votes::add);
        return votes;
    }

    private ArrayNode suggestions() throws SQLException {
        ArrayNode suggestions = JSON.createArrayNode();
        sql.query(
                        "select * from suggestion where member = ? order by at",
                        row -> {
                            ObjectNode json = JSON.createObjectNode()
                                    .put("post", Sql.key(row, "object_key").text())
                                    .put("text", row.getString("body"))
                                    .put("why", row.getString("words"))
                                    .put("at", time(row.getLong("at")));
                            put(json, "outcome", row.getString("outcome"));
                            put(json, "reason", row.getString("reason"));
                            return json;
                        },
                        member)
                .forEach(suggestions::add);
        return suggestions;
    }

    private ArrayNode notifications() throws SQLException {
        ArrayNode notifications = JSON.createArrayNode();
        sql.query(
                        "select kind, object_key, at, seen from notification where member = ? order by at",
                        row -> JSON.createObjectNode()
                                .put("kind", row.getString("kind"))
                                .put("post", Sql.key(row, "object_key").text())
                                .put("at", time(row.getLong("at")))
                                .put("seen", row.getBoolean("seen")),
                        member)
                .forEach(notifications::add);
        return notifications;
    }

    private static ObjectNode json(Post post) {
        ObjectNode json = JSON.createObjectNode()
                .put("key", post.key().text())
                .put("thread", post.thread().text())
                .put("kind", kind(post))
                .put("file", "posts/" + name(post) + ".md")
                .put("revision", post.revision())
                .put("written", time(post.at()))
                .put("edited", time(post.editedAt()));
        if (!post.title().isEmpty()) {
            json.put("title", post.title()).put("topics", post.topics());
        }
        return json.put("language", post.language()).put("license", post.license());
    }

    private static String kind(Post post) {
        return Kind.ofCode(post.kind()).orElseThrow().label();
    }

    private static String name(Post post) {
        return time(post.at()).substring(0, 10) + "-" + kind(post).toLowerCase(Locale.ROOT) + "-"
                + post.key().text();
    }

    private static String markdown(Post post) {
        return (post.title().isEmpty() ? "" : "# " + post.title() + "\n\n") + post.body() + "\n";
    }

    private static String time(long at) {
        return Instant.ofEpochMilli(at).toString();
    }
}
