package org.guildhall.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a scripted site that knows one member, one form and one cookie. */
class BrowserTest {

    private final List<String> received = new ArrayList<>();
    private HttpServer server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsHiddenFieldsAndCookiesAndFollowsTheRedirect() throws Exception {
        Page page = Browser.signedIn(address, "ada", "brücke & kran").open("/");
        assertThat(received).containsExactly("csrf=t%2B1&to=&handle=ada&password=br%C3%BCcke+%26+kran");
        assertThat(page.find("h1").text()).isEqualTo("Hello, ada");
    }

    @Test
    void saysWhatThePageComplainsAbout() {
        assertThatThrownBy(() -> Browser.signedIn(address, "eve", "guess"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403 Handle or password is wrong");
    }

    @Test
    void namesTheFormThatIsMissing() throws Exception {
        Page page = new Browser(address).open("/");
        assertThatThrownBy(() -> page.form("/ask")).hasMessageContaining("has no form /ask");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (exchange.getRequestMethod().equals("POST")) {
            received.add(body);
            if (!body.contains("handle=ada")) {
                send(exchange, 403, "<title>No</title><div role=alert>Handle or password is wrong</div>");
                return;
            }
            exchange.getResponseHeaders().add("Set-Cookie", "session=s1; Path=/; HttpOnly");
            exchange.getResponseHeaders().add("Location", "/");
            exchange.sendResponseHeaders(303, -1);
            exchange.close();
        } else if (exchange.getRequestURI().getPath().equals("/sign-in")) {
            send(
                    exchange,
                    200,
                    "<form action='/sign-in#top' method=post><input type=hidden name=csrf value='t+1'>"
                            + "<input type=hidden name=to value=''><input name=handle><input name=password type=password>"
                            + "<button name=action value=go>Go</button></form>");
        } else if (cookie.contains("session=s1")) {
            send(exchange, 200, "<h1>Hello, ada</h1><form action='/sign-out'></form>");
        } else {
            send(exchange, 200, "<h1>Hello</h1>");
        }
    }

    private static void send(HttpExchange exchange, int status, String html) throws IOException {
        byte[] bytes = html.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
