package org.guildhall.admin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guildhall.admin.Call;
import org.guildhall.admin.Refusal;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.TallyTerms;
import org.guildhall.admission.TallyWindow;
import org.guildhall.store.DatabaseLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes of the demo without their network: after some rounds each shows the whole of it. */
class LoadDemoTest {
    @TempDir
    private Path directory;

    private final List<NodeInMemory> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (String name : DemoContent.NODES) {
            nodes.add(new NodeInMemory(name, new DatabaseLocation.Embedded(directory.resolve(name))));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeInMemory::close);
    }

    @Test
    void loadsInRoundsUntilEveryNodeShowsEverything() throws Exception {
        int waiting;
        int rounds = 0;
        do {
            waiting = 0;
            for (NodeInMemory node : nodes) {
                waiting += load(node).path("waiting").asInt();
            }
            exchange();
            rounds++;
        } while (waiting > 0 && rounds < 10);
        for (NodeInMemory node : nodes) {
            node.clock.advance(Duration.ofHours(1));
            new TallyWindow(node.admission, new TallyTerms(Duration.ofMinutes(1), 1, Duration.ZERO))
                    .publishDue()
                    .get();
        }
        exchange();

        List<String> expected = expected();
        for (NodeInMemory node : nodes) {
            assertThat(node.select("select 'posts', count(*) from post where visible"
                            + " union all select 'accepted', count(*) from accepted"
                            + " union all select 'votes for', sum(up) from post"
                            + " union all select 'votes against', sum(down) from post"
                            + " union all select 'members', count(*) from member"))
                    .as(node.name)
                    .containsExactlyElementsOf(expected);
            assertThat(node.select("select count(*) from account"))
                    .containsExactly(
                            String.valueOf(DemoContent.of(node.name).members().size()));
            assertThat(node.select("select outcome, code, detail from setback")).isEmpty();
            assertThat(node.select("select title from thread order by created_at limit 1"))
                    .containsExactly("HV 36: S-valve switches late until the oil is warm, then it is fine");
        }
        for (NodeInMemory node : nodes) {
            assertThat(load(node)).isEqualTo(answer(0, 0));
        }
    }

    @Test
    void needsTheIdsOfAllNodes() {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("node", "hub").put("password", "concrete and cranes");
        assertThatThrownBy(() -> command(nodes.get(2)).run(call(body)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must name the node id of each");
    }

    private List<String> expected() {
        int posts = 0;
        int accepted = 0;
        int up = 0;
        int down = 0;
        for (String name : DemoContent.NODES) {
            for (DemoContent.Asked thread : DemoContent.of(name).threads()) {
                posts += 1 + thread.comments().size();
                up += thread.up().size();
                down += thread.down().size();
                for (DemoContent.Answered answer : thread.answers()) {
                    posts += 1 + answer.comments().size();
                    accepted += answer.accepted() ? 1 : 0;
                    up += answer.up().size();
                    down += answer.down().size();
                }
            }
        }
        return List.of(
                "posts|" + posts, "accepted|" + accepted, "votes for|" + up, "votes against|" + down, "members|27");
    }

    private void exchange() throws Exception {
        for (int i = 0; i < 2; i++) {
            for (NodeInMemory reader : nodes) {
                for (NodeInMemory owner : nodes) {
                    if (reader != owner) {
                        reader.follow(owner);
                    }
                }
            }
        }
    }

    private ObjectNode load(NodeInMemory node) throws Exception {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("node", node.name).put("password", "concrete and cranes");
        ObjectNode ids = body.putObject("nodes");
        nodes.forEach(each -> ids.put(each.name, each.id.did()));
        return command(node).run(call(body));
    }

    private static LoadDemo command(NodeInMemory node) {
        return new LoadDemo(node.admission, new Ballot(node.writer), node.clock, new SecureRandom());
    }

    private static Call call(ObjectNode body) {
        return new Call(Map.of(), body, progress -> {}, () -> false);
    }

    private static ObjectNode answer(int loaded, int waiting) {
        return JsonNodeFactory.instance.objectNode().put("loaded", loaded).put("waiting", waiting);
    }
}
