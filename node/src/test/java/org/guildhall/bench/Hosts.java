package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts of our own on this machine: network namespaces, each with two links. One leads to the other hosts, and is what is
 * cut and slowed; by the other the bench reaches a host whatever happens to the first. Linux, as root, with iproute2.
 */
final class Hosts implements AutoCloseable {
    /** Addresses between hosts, and addresses by which the bench reaches them; the host's number follows. */
    private static final String AMONG = "10.213.1.";

    private static final String FROM_HERE = "10.213.2.";
    private static final String BRIDGE_AMONG = "ghp0";
    private static final String BRIDGE_FROM_HERE = "ghc0";

    private final List<String> names = new ArrayList<>();

    private Hosts() {}

    /** So many hosts, numbered from 0. */
    static Hosts make(int count) throws IOException, InterruptedException {
        Hosts hosts = new Hosts();
        try {
            hosts.removeLeftovers(count);
            hosts.bridge(BRIDGE_AMONG);
            hosts.bridge(BRIDGE_FROM_HERE);
            run("ip", "addr", "add", FROM_HERE + "254/24", "dev", BRIDGE_FROM_HERE);
            for (int i = 0; i < count; i++) {
                hosts.add(i);
            }
            return hosts;
        } catch (IOException e) {
            hosts.close();
            throw new IOException(
                    "hosts cannot be made on this machine; it takes Linux, root and iproute2 (ip, tc): "
                            + e.getMessage(),
                    e);
        }
    }

    private void bridge(String name) throws IOException, InterruptedException {
        run("ip", "link", "add", name, "type", "bridge");
        run("ip", "link", "set", name, "up");
    }

    private void add(int host) throws IOException, InterruptedException {
        String name = "gh" + host;
        names.add(name);
        run("ip", "netns", "add", name);
        inside(host, "ip", "link", "set", "lo", "up");
        connect(host, BRIDGE_AMONG, outer(host), "among", AMONG);
        connect(host, BRIDGE_FROM_HERE, "ghc" + host + "o", "here", FROM_HERE);
    }

    private void connect(int host, String bridge, String outer, String inner, String network)
            throws IOException, InterruptedException {
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", names.get(host));
        run("ip", "link", "set", outer, "master", bridge, "up");
        inside(host, "ip", "addr", "add", network + (host + 1) + "/24", "dev", inner);
        inside(host, "ip", "link", "set", inner, "up");
    }

    private static String outer(int host) {
        return "ghp" + host + "o";
    }

    /** What runs a program on a host. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", names.get(host));
    }

    String amongHosts(int host) {
        return AMONG + (host + 1);
    }

    String fromHere(int host) {
        return FROM_HERE + (host + 1);
    }

    static String range() {
        return AMONG + "0/24";
    }

    /** The cable is pulled: what is sent to it or by it is lost. */
    void pull(int host) throws IOException, InterruptedException {
        run("ip", "link", "set", outer(host), "down");
    }

    /** Two hosts cannot reach each other, though both reach the others. */
    void part(int one, int other) throws IOException, InterruptedException {
        inside(one, "ip", "route", "add", "blackhole", amongHosts(other) + "/32");
        inside(other, "ip", "route", "add", "blackhole", amongHosts(one) + "/32");
    }

    /** What is sent to the host comes slowly; what does not fit into the queue, in milliseconds, is lost. */
    void slow(int host, int kilobits, int queueMillis) throws IOException, InterruptedException {
        run(
                "tc",
                "qdisc",
                "replace",
                "dev",
                outer(host),
                "root",
                "tbf",
                "rate",
                kilobits + "kbit",
                "burst",
                "3kb",
                "latency",
                queueMillis + "ms");
    }

    /** Everything works again. */
    void heal() throws IOException, InterruptedException {
        for (int host = 0; host < names.size(); host++) {
            run("ip", "link", "set", outer(host), "up");
            attempt("tc", "qdisc", "del", "dev", outer(host), "root");
            for (int other = 0; other < names.size(); other++) {
                attempt(
                        "ip",
                        "netns",
                        "exec",
                        names.get(host),
                        "ip",
                        "route",
                        "del",
                        "blackhole",
                        amongHosts(other) + "/32");
            }
        }
    }

    private void inside(int host, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(on(host));
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    /** For what may have nothing to do. */
    private static void attempt(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
    }

    private void removeLeftovers(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            attempt("ip", "netns", "del", "gh" + i);
        }
        attempt("ip", "link", "del", BRIDGE_AMONG);
        attempt("ip", "link", "del", BRIDGE_FROM_HERE);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        removeLeftovers(names.size());
    }
}
