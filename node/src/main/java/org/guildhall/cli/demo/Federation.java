package org.guildhall.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.guildhall.admin.demo.DemoContent;
import org.guildhall.admin.setup.SetupFault;

/** The four nodes of the demo on this machine, each a process with a data directory of its own. */
final class Federation {
    /** Of every member of the demo, and of its administrators. It is printed: nothing here is secret. */
    static final String PASSWORD = "concrete and cranes";

    private static final int FIRST_PORT = 8401;
    private static final int FIRST_ADMIN_PORT = 8411;

    private final Path folder;
    private final List<String> guildhall;
    private final List<DemoNode> nodes = new ArrayList<>();

    /**
     * @param folder where the nodes' data directories and log files are
     * @param guildhall the command that runs Guildhall, without arguments
     */
    Federation(Path folder, List<String> guildhall) {
        this.folder = folder;
        this.guildhall = guildhall;
    }

    List<DemoNode> nodes() {
        return nodes;
    }

    DemoNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Makes the data directories that are not there yet.
     *
     * @param usualAddresses whether the nodes get the same addresses each time, when nothing else uses them
     * @return whether they are new
     */
    boolean make(boolean usualAddresses) throws IOException, InterruptedException, SetupFault {
        boolean fresh = !Files.exists(folder.resolve(DemoContent.NODES.get(0)));
        Path passwordFile = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        for (int i = 0; i < DemoContent.NODES.size(); i++) {
            List<String> ports = new ArrayList<>();
            // Otherwise init takes free ones.
            if (usualAddresses && isFree(FIRST_PORT + i)) {
                ports.addAll(List.of("--port", String.valueOf(FIRST_PORT + i)));
            }
            if (usualAddresses && isFree(FIRST_ADMIN_PORT + i)) {
                ports.addAll(List.of("--admin-port", String.valueOf(FIRST_ADMIN_PORT + i)));
            }
            DemoContent content = DemoContent.of(DemoContent.NODES.get(i));
            nodes.add(DemoNode.in(folder, content, guildhall, ports, passwordFile));
        }
        return fresh;
    }

    /** Starts all nodes and waits until they answer. */
    List<DemoNode> start() throws IOException, InterruptedException {
        for (DemoNode node : nodes) {
            node.start();
        }
        for (DemoNode node : nodes) {
            node.awaitReady();
        }
        return nodes;
    }

    /** Each two of the large nodes become peers, as administrators would do it: one invites, the other accepts. */
    int peer() throws IOException, InterruptedException {
        List<DemoNode> large = List.of(node("association"), node("vendor"), node("hub"));
        int pairs = 0;
        for (int host = 0; host < large.size(); host++) {
            for (int guest = host + 1; guest < large.size(); guest++) {
                peer(large.get(host), large.get(guest));
                pairs++;
            }
        }
        return pairs;
    }

    /** The yard peers with the hub, and the hub puts what all its peers' logs bring into its own. */
    DemoNode peerWithHub() throws IOException, InterruptedException {
        DemoNode hub = node("hub");
        peer(hub, node("yard"));
        for (String peer : List.of("association", "vendor", "yard")) {
            hub.command("peer", "policy", node(peer).id().did(), "--relay", "all");
        }
        return hub;
    }

    private static void peer(DemoNode host, DemoNode guest) throws IOException, InterruptedException {
        String invitation = host.command("peer", "invite").strip();
        guest.command("peer", "accept", invitation);
    }

    /**
     * Fills the nodes with what their members wrote; in rounds, because an answer can only be written where its question
     * has arrived.
     *
     * @return how many posts, votes and acceptances there are
     */
    int load() throws IOException, InterruptedException {
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        for (DemoNode node : nodes) {
            ids.put(node.name(), node.id().did());
        }
        long deadline = System.nanoTime() + 120_000_000_000L;
        int loaded = 0;
        int waiting;
        do {
            waiting = 0;
            for (DemoNode node : nodes) {
                ObjectNode body = JsonNodeFactory.instance
                        .objectNode()
                        .put("node", node.name())
                        .put("password", PASSWORD)
                        .set("nodes", ids);
                ObjectNode round = node.administer("/demo/load", body);
                loaded += round.path("loaded").asInt();
                waiting += round.path("waiting").asInt();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(waiting + " posts and votes still wait for what they belong to");
            }
            Thread.sleep(waiting > 0 ? 50 : 0);
        } while (waiting > 0);
        return loaded;
    }

    Person signIn(String node, String handle) throws IOException {
        return Person.signIn(node(node).address(), handle, PASSWORD);
    }

    /** Done when any node has ended. */
    CompletableFuture<DemoNode> anyEnded() {
        return CompletableFuture.anyOf(nodes.stream().map(DemoNode::ended).toArray(CompletableFuture[]::new))
                .thenApply(DemoNode.class::cast);
    }

    /** Stops all nodes in good order. Whether none had to be killed. */
    boolean stop() {
        nodes.forEach(DemoNode::askToEnd);
        boolean good = true;
        for (DemoNode node : nodes) {
            good &= node.awaitEnd();
        }
        return good;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
