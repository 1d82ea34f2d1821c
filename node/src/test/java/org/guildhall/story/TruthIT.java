package org.guildhall.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "0 behind" is shown while nothing is missing and nothing is wrong, and at no other time, wherever one looks. */
class TruthIT {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    /** More than a page of frames holds, so that catching up takes several requests. */
    private static final int QUESTIONS = 400;

    private static final Pattern SHOWN_BEHIND = Pattern.compile("<dt>Entries behind</dt><dd>([^<]*)</dd>");

    @TempDir
    Path folder;

    private ProcessNode association;
    private ProcessNode vendor;
    private int records;

    @Test
    void neverSaysThatNothingIsMissingWhileSomethingIsWrong() throws Exception {
        try (Town town = new Town(folder);
                Road road = new Road()) {
            association = town.start("association");
            vendor = town.start("vendor");
            movedTo(road);
            town.peer(vendor, association);
            isWell("after peering");

            // Down.
            road.become(Road.State.SHUT);
            something();
            isUnknown("the peer is down", "unreachable");
            road.become(Road.State.OPEN);
            isWell("when it is back");

            // Behind, by a number that is known.
            association.done("peer", "pause", "vendor");
            assertThat(seen().has("behind")).as("paused").isFalse();
            assertThat(behind()).isNaN();
            vendor.done("import", "stackexchange", dump().toString(), "--site", "https://old.example");
            road.become(Road.State.HELD);
            association.done("peer", "resume", "vendor");
            Town.until("it says how many are missing", () -> {
                assertThat(seen().path("behind").asLong()).isPositive();
                assertThat(behind()).isPositive();
                assertThat(shownBehind()).matches("[1-9][0-9,]*");
            });
            assertThat(association.command("status").exitCode())
                    .as("it is on its way")
                    .isZero();
            road.become(Road.State.OPEN);
            isWell("when all has come");

            // Damage.
            road.become(Road.State.DAMAGED);
            something();
            isUnknown("what comes is damaged", "payload-digest");
            road.become(Road.State.OPEN);
            isWell("when what comes is whole");

            // Another history.
            Path before = copyOfTheVendor();
            vendor.start();
            something();
            isWell("before the fork");
            vendor.stop();
            ProcessNode fork = town.add(ProcessNode.of(before, vendor.made())).start("--alone");
            fork.done("node", "set", "--name", "another vendor");
            fork.done("node", "set", "--name", "vendor");
            isUnknown("the peer has forked", "equivocation");
            assertThat(seen().path("stopped").asBoolean()).isTrue();
            association.stop();
            association.start();
            isUnknown("it was looked at again after a restart", "equivocation");
        }
    }

    /** Wherever one looks: nothing is missing, nothing is wrong. */
    private void isWell(String when) throws Exception {
        Town.until("well " + when, () -> {
            assertThat(seen().path("behind").asLong(-1))
                    .as(String.valueOf(seen()))
                    .isZero();
            assertThat(seen().path("size").asLong())
                    .isEqualTo(vendor.command("status", "--json")
                            .json()
                            .path("log")
                            .path("size")
                            .asLong());
        });
        assertThat(behind()).isZero();
        assertThat(shownBehind()).isEqualTo("0");
        assertThat(up()).isEqualTo(1);
        Spoken status = association.command("status");
        assertThat(status.exitCode()).as(status.out()).isZero();
        ready();
    }

    /** Wherever one looks: what is missing is not known, and why. Readers are served all the same. */
    private void isUnknown(String what, String why) throws Exception {
        Town.until(what, () -> {
            JsonNode seen = seen();
            assertThat(seen.has("behind")).as(seen.toString()).isFalse();
            assertThat(seen.path("behindUnknown").path("why").asText()).startsWith(why);
            assertThat(seen.has("fault")).as(seen.toString()).isTrue();
        });
        assertThat(behind()).isNaN();
        assertThat(up()).isZero();
        Spoken status = association.command("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("needs attention", "vendor");
        Town.until(
                "the event is stored",
                () -> assertThat(association
                                .done("events", "--peer", vendor.id())
                                .out())
                        .containsAnyOf("fault-begun", "following-stopped"));
        assertThat(shownBehind()).isEqualTo("not known");
        ready();
    }

    private void ready() throws Exception {
        assertThat(association.get("/health/ready").statusCode()).isEqualTo(200);
    }

    private JsonNode seen() {
        return association.done("peer", "ls", "--json").json().path("peers").path(0);
    }

    /** What everybody reads on the page of the federation. */
    private String shownBehind() throws Exception {
        String page = new String(association.get("/federation").body(), UTF_8);
        Matcher shown = SHOWN_BEHIND.matcher(page);
        assertThat(shown.find()).as(page).isTrue();
        return shown.group(1);
    }

    private double behind() throws Exception {
        return metric("guildhall_peer_behind_records");
    }

    private double up() throws Exception {
        return metric("guildhall_peer_up");
    }

    private double metric(String name) throws Exception {
        return association
                .metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    /** One more record, as soon as the vendor signs. */
    private void something() {
        records++;
        Town.until("the vendor signs", () -> vendor.done("node", "set", "--contact", "desk " + records));
    }

    /** The vendor is reached by the road alone from now on. */
    private void movedTo(Road road) throws Exception {
        road.leadTo(vendor.address());
        vendor.done("node", "set", "--address", vendor.address().toString(), "--address", road.address());
        vendor.stop();
        Path file = vendor.data().resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), config.put("publicAddress", road.address()));
        vendor.start();
        vendor.done("node", "set", "--address", road.address());
    }

    /** What the vendor had when it was stopped. */
    private Path copyOfTheVendor() throws Exception {
        vendor.stop();
        Path to = folder.resolve("copy");
        try (Stream<Path> all = Files.walk(vendor.data())) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(vendor.data().relativize(path).toString()));
            }
        }
        return to;
    }

    /** A site of many questions to bring along. */
    private Path dump() throws IOException {
        Path dump = Files.createDirectory(folder.resolve("dump"));
        StringBuilder posts = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n");
        for (int i = 1; i <= QUESTIONS; i++) {
            posts.append("<row Id=\"" + i + "\" PostTypeId=\"1\" CreationDate=\"2020-01-01T00:00:00.000\" Score=\"0\""
                    + " Body=\"&lt;p&gt;Question " + i + "&lt;/p&gt;\" OwnerUserId=\"1\" Title=\"Question number " + i
                    + "\" Tags=\"&lt;pumps&gt;\" />\n");
        }
        Files.writeString(dump.resolve("Posts.xml"), posts.append("</posts>\n"));
        Files.writeString(
                dump.resolve("Users.xml"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<users>\n<row Id=\"1\" Reputation=\"1\""
                        + " CreationDate=\"2019-01-01T00:00:00.000\" DisplayName=\"Ada\" />\n</users>\n");
        return dump;
    }
}
