package org.guildhall.admin.demo;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.guildhall.admin.demo.DemoContent.Answered;
import org.guildhall.admin.demo.DemoContent.Asked;
import org.guildhall.admin.demo.DemoContent.Person;
import org.guildhall.admin.demo.DemoContent.Who;
import org.guildhall.admin.demo.DemoContent.Written;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Post.Origin;
import org.guildhall.record.Question;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Role;
import org.guildhall.store.Sql;

/**
 * Publishes the part of the demo that belongs to one node. The ids of all its objects follow from their names, so the
 * nodes need not tell each other what they made, and what was made once is found again. Lives in one act.
 */
final class DemoDesk {
    /** Stands for the site that an import would name. */
    private static final String SITE = "https://demo.guildhall.example";

    private final Desk desk;
    private final String node;
    private final Map<String, NodeId> nodes;
    private final Instant now;
    private final List<DemoContent> contents =
            DemoContent.NODES.stream().map(DemoContent::of).toList();
    private final List<Desk.Statement> statements = new ArrayList<>();
    private final List<Vote> votes = new ArrayList<>();
    private int waiting;

    /** A vote that can be cast now. */
    record Vote(ObjectKey member, ObjectKey object, boolean up) {}

    /** What a round did: how much was published, which votes can now be cast, how much has to wait. */
    record Round(int published, List<Vote> votes, int waiting) {}

    /** A post of this node: the object it is about must be readable here before it is published. */
    private record Due(Written post, Optional<ObjectId> about, Body body) {}

    /**
     * @param node this node's name in the demo
     * @param nodes the node ids of all names
     * @param now ages are counted back from here
     */
    DemoDesk(Desk desk, String node, Map<String, NodeId> nodes, Instant now) {
        this.desk = desk;
        this.node = node;
        this.nodes = nodes;
        this.now = now;
    }

    /** @param passwordHash of all members, in PHC text */
    Round publish(String passwordHash) throws Refusal, SQLException {
        join(passwordHash);
        Set<ObjectKey> readable = readable();
        publishPosts(new HashSet<>(readable));
        publishAcceptances(readable);
        chooseVotes(readable);
        desk.publish(statements);
        return new Round(statements.size(), votes, waiting);
    }

    private void join(String passwordHash) throws Refusal, SQLException {
        Accounts accounts = new Accounts(desk.tx().sql());
        for (DemoContent content : contents) {
            for (Person person : content.node().equals(node) ? content.members() : List.<Person>of()) {
                if (accounts.byHandle(person.handle()).isEmpty()) {
                    ObjectId member = member(new Who(node, person.handle()));
                    desk.publish(
                            member,
                            new MemberProfile(
                                    person.handle(),
                                    person.name(),
                                    Optional.of(person.affiliation()),
                                    person.roles(),
                                    Optional.empty()));
                    accounts.create(new Account(
                            member.key(),
                            person.handle(),
                            Optional.of(passwordHash),
                            Role.MEMBER,
                            Optional.empty(),
                            now,
                            false));
                }
            }
        }
    }

    private void publishPosts(Set<ObjectKey> readable) {
        List<Due> due = new ArrayList<>();
        for (DemoContent content : contents) {
            for (Asked thread : content.threads()) {
                due.addAll(posts(thread, content.license()));
            }
        }
        due.removeIf(post -> !post.post().author().node().equals(node)
                || readable.contains(id(post.post()).key()));
        due.sort(Comparator.comparing((Due post) -> post.post().age()).reversed());
        for (Due post : due) {
            if (post.about().isEmpty() || readable.contains(post.about().get().key())) {
                ObjectId id = id(post.post());
                statements.add(new Desk.Statement(id, post.body()));
                readable.add(id.key());
            } else {
                waiting++;
            }
        }
    }

    private List<Due> posts(Asked thread, String license) {
        ObjectId question = id(thread.post());
        List<Due> posts = new ArrayList<>();
        posts.add(new Due(thread.post(), Optional.empty(), question(thread, license)));
        thread.comments().forEach(comment -> posts.add(comment(comment, question, question, license)));
        for (Answered answer : thread.answers()) {
            Written post = answer.post();
            posts.add(new Due(
                    post,
                    Optional.of(question),
                    new Answer(author(post), question, post.text(), post.language(), license, origin(post))));
            answer.comments().forEach(comment -> posts.add(comment(comment, question, id(post), license)));
        }
        return posts;
    }

    private Question question(Asked thread, String license) {
        Written post = thread.post();
        return new Question(
                author(post), thread.title(), post.text(), thread.tags(), post.language(), license, origin(post));
    }

    private Due comment(Written comment, ObjectId thread, ObjectId parent, String license) {
        return new Due(
                comment,
                Optional.of(parent),
                new Comment(
                        author(comment),
                        thread,
                        parent,
                        comment.text(),
                        Optional.of(comment.language()),
                        Optional.of(license),
                        origin(comment)));
    }

    private void publishAcceptances(Set<ObjectKey> readable) throws SQLException {
        Set<ObjectKey> solved = new HashSet<>(
                desk.tx().sql().query("select thread_key from accepted", row -> Sql.key(row, "thread_key")));
        for (DemoContent content : contents) {
            for (Asked thread : content.node().equals(node) ? content.threads() : List.<Asked>of()) {
                ObjectId question = id(thread.post());
                Optional<ObjectId> chosen = thread.answers().stream()
                        .filter(Answered::accepted)
                        .map(answer -> id(answer.post()))
                        .findFirst();
                if (chosen.isEmpty() || solved.contains(question.key())) {
                    continue;
                }
                if (readable.contains(chosen.get().key())) {
                    statements.add(new Desk.Statement(
                            new ObjectId(question.node(), NamedUuid.accept(question)), new Accept(question, chosen)));
                } else {
                    waiting++;
                }
            }
        }
    }

    private void chooseVotes(Set<ObjectKey> readable) throws SQLException {
        Set<Vote> cast = new HashSet<>(desk.tx()
                .sql()
                .query(
                        "select member, object_key, direction from vote",
                        row -> new Vote(
                                Sql.key(row, "member"), Sql.key(row, "object_key"), row.getInt("direction") > 0)));
        for (DemoContent content : contents) {
            for (Asked thread : content.threads()) {
                chooseVotes(thread.post(), thread.up(), thread.down(), readable, cast);
                for (Answered answer : thread.answers()) {
                    chooseVotes(answer.post(), answer.up(), answer.down(), readable, cast);
                }
            }
        }
    }

    private void chooseVotes(
            Written post, List<Who> up, List<Who> down, Set<ObjectKey> readable, Collection<Vote> cast) {
        ObjectKey object = id(post).key();
        List<Vote> wanted = Stream.concat(
                        ours(up).map(member -> new Vote(member, object, true)),
                        ours(down).map(member -> new Vote(member, object, false)))
                .filter(vote -> !cast.contains(vote))
                .toList();
        if (readable.contains(object)) {
            votes.addAll(wanted);
        } else {
            waiting += wanted.size();
        }
    }

    private Stream<ObjectKey> ours(List<Who> voters) {
        return voters.stream()
                .filter(voter -> voter.node().equals(node))
                .map(voter -> member(voter).key());
    }

    /** The posts of the demo that readers here can see. */
    private Set<ObjectKey> readable() throws SQLException {
        Map<ObjectKey, Written> all = new HashMap<>();
        contents.stream()
                .flatMap(content -> content.threads().stream())
                .flatMap(thread -> posts(thread, "-").stream())
                .forEach(due -> all.put(id(due.post()).key(), due.post()));
        return new HashSet<>(desk.tx()
                .sql()
                .query(
                        "select object_key from post where visible and object_key = any(?)",
                        row -> Sql.key(row, "object_key"),
                        all.keySet()));
    }

    private Origin origin(Written post) {
        return new Origin(Optional.empty(), Optional.of(now.minus(post.age())));
    }

    private UUID author(Written post) {
        return member(post.author()).id();
    }

    private ObjectId member(Who who) {
        return named(who.node(), "user", who.handle());
    }

    private ObjectId id(Written post) {
        return named(post.author().node(), "post", post.key());
    }

    private ObjectId named(String name, String what, String id) {
        NodeId owner = nodes.get(name);
        if (owner == null) {
            throw new IllegalStateException("the demo has no node " + name);
        }
        return new ObjectId(owner, NamedUuid.imported(owner, SITE, what, id));
    }
}
