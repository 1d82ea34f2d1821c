package org.guildhall.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.guildhall.admin.doctor.Finding.Level;
import org.guildhall.peering.outgoing.AddressRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong with an address, one at a time. */
class AddressLookTest {
    private static final String NODE = "did:key:z6MkOurs";

    private final AddressLook look = new AddressLook(Clock.systemUTC(), List.of(AddressRange.parse("127.0.0.0/8")));
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsNothingWrongWhereTheNodeAnswers() throws Exception {
        URI address = served(request -> answer(request, NODE, Instant.now()));
        List<Finding> findings = look.own(address, NODE, true);
        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings).extracting(Finding::check).containsExactly("DNS", "public address", "proxy");
    }

    @Test
    void warnsOfAnAddressThatOthersDoNotConnectTo() throws Exception {
        URI address = served(request -> answer(request, NODE, Instant.now()));
        List<Finding> findings = new AddressLook(Clock.systemUTC()).own(address, NODE, true);
        assertThat(findings.get(0).level()).isEqualTo(Level.WARN);
        assertThat(findings.get(0).detail()).contains("127.0.0.1", "nodes elsewhere do not connect there");
        assertThat(findings.get(0).remedy()).contains("allowedRanges");
    }

    @Test
    void failsWhereTheNameHasNoAddress() throws Exception {
        fails(look.own(URI.create("https://no-such-host.invalid"), NODE, true), "DNS", "AAAA record");
    }

    @Test
    void failsWhereNothingAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        fails(look.own(URI.create("http://127.0.0.1:" + free), NODE, true), "public address", "curl -v");
        fails(look.peer("Acme", URI.create("http://127.0.0.1:" + free), NODE), "peer Acme", "curl -v");
    }

    @Test
    void failsWhereAnotherNodeAnswers() throws Exception {
        URI address = served(request -> answer(request, "did:key:z6MkTheirs", Instant.now()));
        fails(look.own(address, NODE, true), "public address", "host name");
        fails(look.peer("Acme", address, NODE), "peer Acme", "ask its people");
    }

    @Test
    void failsWhereTheProxyChangesPaths() throws Exception {
        URI address = served(request -> {
            if (request.path().startsWith("/.well-known")) {
                answer(request, NODE, Instant.now());
            } else {
                request.response().setStatusCode(404).end("not here");
            }
        });
        fails(look.own(address, NODE, true), "proxy", "unchanged");
    }

    @Test
    void knowsTheNodeByItsRefusalWhereTheLogIsForPeersOnly() throws Exception {
        assertThat(look.own(refusing("application/problem+json"), NODE, true))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        fails(look.own(refusing("text/html"), NODE, true), "proxy", "no page of its own");
    }

    @Test
    void failsWhereTheCertificateIsNobodys() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("127.0.0.1");
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()))
                .requestHandler(request -> answer(request, NODE, Instant.now()));
        server.listen(0, "127.0.0.1").await();
        fails(look.own(URI.create("https://127.0.0.1:" + server.actualPort()), NODE, true), "TLS", "whole chain");
        OwnCertificate.Seen seen = look.certificate(URI.create("https://127.0.0.1:" + server.actualPort()));
        assertThat(seen.fault()).as("peers do not trust it").isPresent();
        assertThat(seen.ends()).isEmpty();
        assertThat(look.certificate(served(request -> answer(request, NODE, Instant.now()))))
                .as("no TLS, nothing to look at")
                .isEqualTo(new OwnCertificate.Seen(Optional.empty(), Optional.empty()));
        X509Certificate read;
        try (var in = Files.newInputStream(Path.of(certificate.certificatePath()))) {
            read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        Instant end = read.getNotAfter().toInstant();
        assertThat(AddressLook.certificate(read, end.minus(Duration.ofDays(15))).level())
                .isEqualTo(Level.OK);
        assertThat(AddressLook.certificate(read, end.minus(Duration.ofDays(3))).level())
                .isEqualTo(Level.WARN);
    }

    @Test
    void failsWhereTheClocksDoNotAgree() throws Exception {
        URI late = served(request -> answer(request, NODE, Instant.now().plus(Duration.ofMinutes(10))));
        fails(look.peer("Acme", late, NODE), "clock", "timedatectl");
        assertThat(AddressLook.clock("Acme", Duration.ofMinutes(-1)).level()).isEqualTo(Level.WARN);
        assertThat(AddressLook.clock("Acme", Duration.ofSeconds(-1)).level()).isEqualTo(Level.OK);
    }

    private static void fails(List<Finding> findings, String check, String remedy) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.remedy()).contains(remedy);
        });
    }

    private static void answer(HttpServerRequest request, String node, Instant date) {
        request.response()
                .putHeader(
                        "date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(date, ZoneOffset.UTC)))
                .putHeader(
                        "content-type",
                        request.path().startsWith("/.well-known") ? "application/json" : "application/vnd.oqx.tail")
                .end("{\"node\":\"" + node + "\"}");
    }

    /** Who asks for the log without a signature is refused, in an answer of this type. */
    private URI refusing(String type) throws Exception {
        return served(request -> {
            if (request.path().startsWith("/.well-known")) {
                answer(request, NODE, Instant.now());
            } else {
                request.response()
                        .setStatusCode(401)
                        .putHeader("content-type", type)
                        .end();
            }
        });
    }

    private URI served(Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        server.listen(0, "127.0.0.1").await();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }
}
