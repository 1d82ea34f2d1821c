package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose log is for its peers only: a peer reads it, strangers are refused everything, and so is who was a peer. */
class RestrictedNodeIT {
    private static final String TITLE = "Which supplier do we drop";

    @TempDir
    Path folder;

    @Test
    void isReadByItsPeersAndItsMembersAndByNobodyElse() throws Exception {
        Spoken open = Spoken.by(
                "init",
                "--data",
                folder.resolve("x").toString(),
                "--local",
                "--audience",
                "peers",
                "--registration",
                "open");
        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err()).contains("who registers reads");
        try (Town town = new Town(folder)) {
            ProcessNode board = town.start("board", "--audience", "peers");
            ProcessNode works = town.start("works", "--audience", "peers");
            ProcessNode press = town.start("press");
            town.peer(board, works);
            town.peer(board, press);
            Person chair = board.member("chair");
            String question = chair.ask(TITLE, "Their valves leak.", "supply", "en");
            Person fitter = works.member("fitter");
            Town.until(
                    "the peer reads it",
                    () -> assertThat(fitter.reads(question, TITLE)).isTrue());
            Town.until(
                    "the public peer has it as well",
                    () -> assertThat(peer(press, "size")).isEqualTo(size(board)));

            // Nobody else, neither at the node nor at those who keep a copy.
            long before = size(board);
            for (String path : List.of(
                    "/oqx/log/checkpoint",
                    "/oqx/log/cosigned",
                    "/oqx/log/page/0",
                    "/oqx/log/tail?from=0",
                    "/oqx/log/tile/0/000.p/3",
                    "/oqx/log/tile/entries/000.p/3")) {
                assertSilent(board.get(path), 401);
            }
            for (ProcessNode keeper : List.of(press, works)) {
                for (String path : List.of("checkpoint", "page/0", "tail?from=0", "tile/entries/000.p/3")) {
                    assertSilent(keeper.get("/oqx/mirror/" + board.id() + "/" + path), 401);
                }
            }
            for (String path : List.of(
                    "/", question, question.replace("/q/", "/p/") + "/record.json", "/search?q=supplier", "/topics")) {
                assertSilent(board.get(path), 303);
                assertSilent(works.get(path), 303);
            }
            assertSilent(press.get("/"), 200);
            assertSilent(press.get(question), 404);
            assertSilent(press.get(question.replace("/q/", "/p/") + "/record.json"), 404);
            assertSilent(press.get("/search?q=supplier"), 200);
            assertThat(size(board)).isEqualTo(before);

            // What was a peer is a stranger.
            board.done("peer", "remove", "works");
            chair.ask("What do we tell the works", "Nothing yet.", "supply", "en");
            Town.until(
                    "the removed peer is refused",
                    () -> assertThat(works.done("peer", "show", "board").out()).contains("not-peer"));
            assertThat(peer(works, "size")).isEqualTo(before);
            Town.until(
                    "the other one still reads",
                    () -> assertThat(peer(press, "size")).isEqualTo(size(board)));

            // Its own head it gets back from a mirror, by its signature.
            board.stop();
            board.start();
            Town.until(
                    "it signs again",
                    () -> assertThat(chair.ask("Which one do we take", "Three offers.", "supply", "en"))
                            .isNotEmpty());
        }
    }

    private static void assertSilent(HttpResponse<byte[]> answer, int status) {
        assertThat(answer.statusCode()).as(String.valueOf(answer.uri())).isEqualTo(status);
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain(TITLE);
    }

    private static long size(ProcessNode node) {
        return node.done("status", "--json").json().path("log").path("size").asLong();
    }

    private static long peer(ProcessNode at, String number) {
        JsonNode peer = at.done("peer", "ls", "--json").json().path("peers").path(0);
        return peer.path(number).asLong();
    }
}
