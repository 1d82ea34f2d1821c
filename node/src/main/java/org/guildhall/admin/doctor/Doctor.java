package org.guildhall.admin.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;

/** Looks at everything a node needs to be well, whether it is running or not. */
public final class Doctor {
    private final Clock clock;

    public Doctor(Clock clock) {
        this.clock = clock;
    }

    /**
     * Looks at a node.
     *
     * @param status what the running node says of itself; empty when it is not running
     */
    public List<Finding> look(DataDirectory directory, Optional<ObjectNode> status) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Config config;
        String node;
        try {
            config = directory.readConfig();
            node = directory.readNode().did();
            findings.add(Finding.ok("config", directory.config() + " is understood"));
        } catch (SetupFault fault) {
            findings.add(Finding.fail("config", String.valueOf(fault.getMessage()), "correct it, or restore it"));
            return findings;
        }
        findings.addAll(FileLook.at(directory, config.database().equals(Config.EMBEDDED)));
        if (status.isPresent()) {
            findings.add(Finding.ok("node", "is running"));
            status.get().path("attention").forEach(notice -> findings.add(notice(notice)));
        } else {
            findings.add(Finding.warn("node", "is not running", "guildhall serve --data " + directory.root()));
            findings.add(port("port", config.listenHost(), config.port()));
            findings.add(port("adminPort", "127.0.0.1", config.adminPort()));
        }
        AddressLook addresses = new AddressLook(clock, config.allowedRanges());
        findings.addAll(addresses.own(config.publicAddress(), node, status.isPresent()));
        if (status.isPresent()) {
            for (JsonNode peer : status.get().path("peers")) {
                if (peer.path("state").asText().equals("active")) {
                    findings.addAll(addresses.peer(
                            peer.path("name").asText(),
                            URI.create(peer.path("address").asText()),
                            peer.path("node").asText()));
                }
            }
        }
        return findings;
    }

    /** What the node itself wants looked at, such as a peer it cannot follow. */
    private static Finding notice(JsonNode notice) {
        return new Finding(
                notice.path("critical").asBoolean() ? Finding.Level.FAIL : Finding.Level.WARN,
                notice.path("code").asText(),
                notice.path("detail").asText(),
                notice.path("remedy").asText());
    }

    private static Finding port(String field, String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return Finding.ok(field, socket.getLocalPort() + " is free");
        } catch (IOException e) {
            return Finding.fail(
                    field,
                    port + " cannot be listened on: " + e.getMessage(),
                    "stop what uses it (ss -ltnp), or set \"" + field + "\" in config.json to another");
        }
    }
}
