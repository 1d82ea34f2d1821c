package org.guildhall.admin.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.AddressRange;

/**
 * An address as others see it: its name, its certificate, whether the node that should be there answers on the paths that others
 * ask for, and what time it is there. Asked from this machine, by an administrator's wish, so no address is refused.
 */
final class AddressLook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration CERTIFICATE_ENDS = Duration.ofDays(14);
    private static final Duration CLOCK_OFF = Duration.ofSeconds(30);
    private static final Duration CLOCK_WRONG = Duration.ofMinutes(4);
    private static final int LARGEST = 4 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Clock clock;
    private final AddressGuard guard;

    /** What an address answered: the node id in its discovery document, and how far its clock is from ours. */
    private record Answered(String node, Optional<Duration> ahead, Optional<X509Certificate> certificate) {}

    AddressLook(Clock clock) {
        this(clock, List.of());
    }

    /** @param allowed private ranges that this node's peers are in */
    AddressLook(Clock clock, List<AddressRange> allowed) {
        this.clock = clock;
        this.guard = new AddressGuard(allowed);
    }

    /** Our own address. {@code running}: whether the node should answer there now. */
    List<Finding> own(URI address, String node, boolean running) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Optional<Finding> unknown = name(address, findings);
        if (unknown.isPresent()) {
            findings.add(unknown.get());
            return findings;
        }
        if (!running) {
            findings.add(Finding.warn(
                    "public address", address + " was not asked: the node is not running", "guildhall serve"));
            return findings;
        }
        try {
            Answered answered = discovery(address);
            answered.certificate().ifPresent(certificate -> findings.add(certificate(certificate, clock.instant())));
            if (!answered.node().equals(node)) {
                findings.add(Finding.fail(
                        "public address",
                        "another node answers at " + address + ": " + answered.node(),
                        "let the proxy hand that host name on to this node's port"));
                return findings;
            }
            findings.add(Finding.ok("public address", address + " leads here"));
            findings.add(paths(address));
        } catch (IOException e) {
            findings.add(unreachable("public address", address, e));
        }
        return findings;
    }

    /** A peer's address: whether that node is there, and whether our clocks agree. */
    List<Finding> peer(String name, URI address, String node) throws InterruptedException {
        String check = "peer " + name;
        try {
            Answered answered = discovery(address);
            if (!answered.node().equals(node)) {
                return List.of(Finding.fail(
                        check, "another node answers at " + address, "ask its people; nothing is believed meanwhile"));
            }
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(check, address + " answers"));
            answered.ahead().ifPresent(ahead -> findings.add(clock(name, ahead)));
            return findings;
        } catch (IOException e) {
            return List.of(unreachable(check, address, e));
        }
    }

    /** The certificate at an address. When nothing answers there, nothing is known of it. */
    OwnCertificate.Seen certificate(URI address) throws InterruptedException {
        try {
            Optional<Instant> ends = discovery(address)
                    .certificate()
                    .map(certificate -> certificate.getNotAfter().toInstant());
            return new OwnCertificate.Seen(ends, Optional.empty());
        } catch (SSLException e) {
            return new OwnCertificate.Seen(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return new OwnCertificate.Seen(Optional.empty(), Optional.empty());
        }
    }

    static Finding clock(String name, Duration ahead) {
        Duration off = ahead.abs();
        String detail = "the clock of " + name + " is " + off.toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of") + " ours";
        String remedy = "let this machine keep time: timedatectl set-ntp true";
        if (off.compareTo(CLOCK_WRONG) > 0) {
            return Finding.fail("clock", detail + "; signed requests are refused from five minutes on", remedy);
        }
        return off.compareTo(CLOCK_OFF) > 0 ? Finding.warn("clock", detail, remedy) : Finding.ok("clock", detail);
    }

    static Finding certificate(X509Certificate certificate, Instant now) {
        Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
        String detail = "the certificate is good for " + left.toDays() + " more days";
        return OwnCertificate.endsSoon(certificate.getNotAfter().toInstant(), now)
                ? Finding.warn("TLS", detail, "see why the proxy does not renew it")
                : Finding.ok("TLS", detail);
    }

    private Optional<Finding> name(URI address, List<Finding> findings) {
        try {
            InetAddress[] found = InetAddress.getAllByName(address.getHost());
            int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
            for (InetAddress one : found) {
                if (!guard.permits(one, port)) {
                    findings.add(
                            Finding.warn(
                                    "public address",
                                    address.getHost() + " is " + one.getHostAddress() + ", port " + port
                                            + ": nodes elsewhere do not connect there",
                                    "give it an address on the internet, and port 443, 80 or one from 1024 on; among nodes of one private network name"
                                            + " its range in \"allowedRanges\" of each (docs/operating.md, A private network)"));
                }
            }
            findings.add(Finding.ok(
                    "DNS",
                    address.getHost() + " is "
                            + String.join(
                                    ", ",
                                    Arrays.stream(found)
                                            .map(InetAddress::getHostAddress)
                                            .toList())));
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(Finding.fail(
                    "DNS",
                    address.getHost() + " has no address",
                    "add an A or AAAA record for it, or correct \"publicAddress\" in config.json"));
        }
    }

    /** Whether a query and a path of several segments arrive as they were sent. */
    private Finding paths(URI address) throws InterruptedException {
        try {
            HttpResponse<byte[]> tail = get(address, "/oqx/log/tail?from=0&wait=0");
            String type = tail.headers().firstValue("content-type").orElse("");
            // A log for peers only is refused to who does not sign; the refusal came from the node as well.
            boolean ours = (tail.statusCode() == 200 && type.startsWith("application/vnd.oqx"))
                    || (tail.statusCode() == 401 && type.startsWith("application/problem+json"));
            return ours
                    ? Finding.ok("proxy", "paths and queries arrive unchanged")
                    : Finding.fail(
                            "proxy",
                            "/oqx/log/tail answers with status " + tail.statusCode() + " and "
                                    + tail.headers().firstValue("content-type").orElse("no type"),
                            "let the proxy hand on every path and query unchanged, and add no page of its own");
        } catch (IOException e) {
            return unreachable("proxy", address, e);
        }
    }

    private static Finding unreachable(String check, URI address, IOException e) {
        if (e instanceof SSLException) {
            return Finding.fail(
                    "TLS",
                    address + ": " + e.getMessage(),
                    "give the proxy a certificate for this name, with the whole chain, that is not expired; one of a private"
                            + " authority must be trusted by Java, here and at peers (docs/operating.md, A private network)");
        }
        return Finding.fail(
                check,
                address + " does not answer: " + e,
                "look at the proxy, the firewall and the port; try curl -v " + address + "/.well-known/oqx");
    }

    private Answered discovery(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(address, "/.well-known/oqx");
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return new Answered(
                new JsonMapper().readTree(answer.body()).path("node").asText(),
                answer.headers().firstValue("date").flatMap(this::ahead),
                answer.sslSession().flatMap(session -> {
                    try {
                        Certificate first = session.getPeerCertificates()[0];
                        return first instanceof X509Certificate known ? Optional.of(known) : Optional.empty();
                    } catch (SSLException e) {
                        return Optional.empty();
                    }
                }));
    }

    private Optional<Duration> ahead(String date) {
        try {
            return Optional.of(Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private HttpResponse<byte[]> get(URI address, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .build();
        HttpResponse<byte[]> answer = http.send(
                request,
                info -> HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofInputStream(), in -> {
                    try (in) {
                        return in.readNBytes(LARGEST);
                    } catch (IOException e) {
                        return new byte[0];
                    }
                }));
        return answer;
    }
}
