package org.guildhall.bench;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Desk;
import org.guildhall.admission.SigningPermit;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.Writer;

/**
 * A community out of a seed, signed and logged through the gate of a node that does not run: members, and threads of a
 * question, some answers (1.6 on average), some comments (2.4) and sometimes an acceptance, with lengths as people write.
 */
final class Generated {
    private static final int MEMBERS = 40;
    private static final int BATCH = 250;
    private static final int LONGEST_POST = 20_000;
    /** Less than a comment may have (OQX-LIM-005): the last sentence goes beyond it. */
    private static final int LONGEST_COMMENT = 3_800;

    private static final String[] WORDS =
            ("the pump boom hydraulic pressure valve after when under load drifts seal cylinder"
                            + " we measured replaced sensor reads bar at idle with and but still filter oil is cold hot crane"
                            + " controller fault code display manual says check line return relief operator site morning only"
                            + " second stroke concrete hopper agitator not starts stops slowly noise accumulator nitrogen gauge"
                            + " torque bolt flange leak hose connector voltage bus message module update firmware before since")
                    .split(" ");
    private static final String[] TAGS = {
        "hydraulics", "boom", "controls", "can-bus", "seals", "safety", "sensors", "c++"
    };

    private final Random random;
    private final NodeId node;
    private final List<ObjectId> members = new ArrayList<>();
    private final List<Desk.Statement> statements = new ArrayList<>();

    private Generated(NodeId node, long seed) {
        this.node = node;
        this.random = new Random(seed);
    }

    /** What was published: the records in the order of the log, and the questions among them. */
    record Content(List<OqxRecord> records, List<ObjectId> questions) {
        String pageOfLast() {
            return "/q/" + questions.get(questions.size() - 1).key().text();
        }
    }

    /** Publishes exactly {@code count} records, the last of them a question. */
    static Content fill(ServedNode served, int count, long seed) throws Exception {
        DataDirectory directory = DataDirectory.open(Path.of(served.data().toString()));
        NodeId self = directory.readNode();
        SigningKey key = KeyFile.read(directory.signingKey());
        Generated generated = new Generated(self, seed);
        generated.make(count);
        List<OqxRecord> records = new ArrayList<>(count);
        try (DataDirectory.Hold hold = directory.hold("bench");
                Database database = directory.openDatabase(directory.readConfig());
                Writer writer = Writer.open(database, self, Clock.systemUTC())) {
            Admission admission = new Admission(writer, key, SigningPermit.open(writer), new SecureRandom());
            for (int from = 0; from < count; from += BATCH) {
                List<Desk.Statement> batch = generated.statements.subList(from, Math.min(count, from + BATCH));
                records.addAll(admission.publish(desk -> desk.publish(batch)).get());
            }
        }
        List<ObjectId> questions = records.stream()
                .filter(record -> record.body() instanceof Question)
                .map(OqxRecord::object)
                .toList();
        return new Content(records, questions);
    }

    private void make(int count) {
        for (int i = 0; i < MEMBERS && i < count - 1; i++) {
            ObjectId member = fresh();
            members.add(member);
            say(
                    member,
                    new MemberProfile(
                            "member" + i, "Member " + i, Optional.of("Company " + i % 7), List.of(), Optional.empty()));
        }
        while (statements.size() < count - 1) {
            thread(count - 1);
        }
        say(fresh(), question());
    }

    private void thread(int most) {
        ObjectId thread = fresh();
        say(thread, question());
        List<ObjectId> posts = new ArrayList<>(List.of(thread));
        int answers = poisson(1.6);
        for (int i = 0; i < answers && statements.size() < most; i++) {
            ObjectId answer = fresh();
            posts.add(answer);
            say(answer, new Answer(author(), thread, prose(550, LONGEST_POST), "en", "CC-BY-SA-4.0", Post.Origin.HERE));
        }
        int comments = poisson(2.4);
        for (int i = 0; i < comments && statements.size() < most; i++) {
            ObjectId parent = posts.get(random.nextInt(posts.size()));
            say(
                    fresh(),
                    new Comment(
                            author(),
                            thread,
                            parent,
                            prose(130, LONGEST_COMMENT),
                            Optional.empty(),
                            Optional.empty(),
                            Post.Origin.HERE));
        }
        if (posts.size() > 1 && random.nextInt(10) < 4 && statements.size() < most) {
            say(
                    new ObjectId(node, NamedUuid.accept(thread)),
                    new Accept(thread, Optional.of(posts.get(1 + random.nextInt(posts.size() - 1)))));
        }
    }

    private Question question() {
        String title = sentence(6 + random.nextInt(6));
        List<String> tags = random.nextBoolean()
                ? List.of(TAGS[random.nextInt(4)])
                : List.of(TAGS[random.nextInt(4)], TAGS[4 + random.nextInt(4)]);
        return new Question(
                author(),
                title.substring(0, title.length() - 1) + "?",
                prose(500, LONGEST_POST),
                tags,
                "en",
                "CC-BY-SA-4.0",
                Post.Origin.HERE);
    }

    private void say(ObjectId object, Body body) {
        statements.add(new Desk.Statement(object, body));
    }

    private ObjectId fresh() {
        // As random as version 4 wants, and the same each time.
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new ObjectId(node, new UUID(high, low));
    }

    private UUID author() {
        return members.get(random.nextInt(members.size())).id();
    }

    /** Markdown whose length is distributed as texts of people are: many short ones, few very long ones. */
    private String prose(int median, int longest) {
        int length = (int) Math.min(longest, Math.max(20, median * Math.exp(random.nextGaussian() * 0.8)));
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            switch (random.nextInt(12)) {
                case 0 ->
                    text.append("\n\n- ")
                            .append(sentence(7))
                            .append("\n- ")
                            .append(sentence(5))
                            .append("\n\n");
                case 1 ->
                    text.append("\n\n```\nread(0x")
                            .append(random.nextInt(4_096))
                            .append(")\n```\n\n");
                case 2 -> text.append("**").append(sentence(4)).append("** ");
                default -> text.append(sentence(6 + random.nextInt(12))).append(' ');
            }
        }
        return text.toString().strip();
    }

    private String sentence(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            text.append(
                    i == 0 ? word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1) : " " + word);
        }
        return text.append('.').toString();
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
