package org.guildhall.admin.stackexchange;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Limits;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.Source;

/**
 * What a dump holds as bodies of our records. Every object's UUID is derived from the site and the number there (spec,
 * OQX-REC-056), so the same thing is the same object whenever it is imported again.
 */
final class Bodies {

    private static final int NAME_IN_HANDLE = 20;

    private final NodeId self;
    private final Site site;
    private final String language;

    /**
     * Bodies of one import.
     *
     * @param language the language tag of all its texts
     */
    Bodies(NodeId self, Site site, String language) {
        this.self = self;
        this.site = site;
        this.language = language;
    }

    ObjectId post(int id) {
        return id("post", Integer.toString(id));
    }

    ObjectId comment(int id) {
        return id("comment", Integer.toString(id));
    }

    ObjectId member(Author author) {
        return id("user", author.sourceId());
    }

    private ObjectId id(String what, String sourceId) {
        return new ObjectId(self, NamedUuid.imported(self, site.address(), what, sourceId));
    }

    private UUID author(Author author) {
        return member(author).id();
    }

    List<Body> question(DumpThread.Post post) {
        List<Body> bodies = new ArrayList<>();
        for (DumpThread.Revision revision : post.revisions()) {
            bodies.add(new Question(
                    author(post.author()),
                    revision.title(),
                    revision.text(),
                    revision.tags(),
                    language,
                    revision.license(),
                    origin(post.id(), site.question(post.id()), revision.time())));
        }
        return bodies;
    }

    List<Body> answer(DumpThread.Post post, ObjectId thread) {
        List<Body> bodies = new ArrayList<>();
        for (DumpThread.Revision revision : post.revisions()) {
            bodies.add(new Answer(
                    author(post.author()),
                    thread,
                    revision.text(),
                    language,
                    revision.license(),
                    origin(post.id(), site.answer(post.id()), revision.time())));
        }
        return bodies;
    }

    Body comment(DumpThread.Comment comment, ObjectId thread, ObjectId parent) {
        return new Comment(
                author(comment.author()),
                thread,
                parent,
                comment.text(),
                Optional.of(language),
                Optional.of(comment.license()),
                origin(comment.id(), site.comment(comment.id()), comment.time()));
    }

    private Post.Origin origin(int id, String url, Instant time) {
        return new Post.Origin(
                Optional.of(new Source(site.address(), Integer.toString(id), Optional.of(url))), Optional.of(time));
    }

    /** A member without an account, named as at the source. */
    MemberProfile member(DumpSink.Member member, String handle) {
        Integer user = member.author().userId();
        return new MemberProfile(
                handle,
                member.name(),
                Optional.empty(),
                List.of(),
                Optional.of(new Source(
                        site.address(),
                        member.author().sourceId(),
                        Optional.ofNullable(user).map(site::user))));
    }

    /** {@code zofia-zak.iot11}: what is left of the name in plain letters, the site and the number there. */
    String handle(DumpSink.Member member) {
        Integer user = member.author().userId();
        String mark = "."
                + site.label()
                + (user == null
                        ? "-" + Integer.toHexString(member.author().sourceId().hashCode())
                        : user.toString());
        String plain = Normalizer.normalize(member.name().replace('ł', 'l').replace('Ł', 'l'), Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String name = plain.isEmpty() ? "user" : plain.substring(0, Math.min(NAME_IN_HANDLE, plain.length()));
        String tail = mark.replaceAll("[^a-z0-9._-]", "-");
        return Fit.cut(
                name + tail.substring(Math.max(0, tail.length() - (Limits.HANDLE - name.length()))), Limits.HANDLE);
    }
}
