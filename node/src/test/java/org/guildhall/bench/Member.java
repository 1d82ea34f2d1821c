package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.FormElement;

/** A member who posts through the forms of the site, as a browser without JavaScript would. Used by one thread. */
final class Member {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI address;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private HttpClient http = connected(cookies);
    private Map<String, String> askForm = Map.of();

    private Member(URI address) {
        this.address = address;
    }

    static Member signedIn(URI address, String handle, String password) throws IOException, InterruptedException {
        Member member = new Member(address);
        Map<String, String> form = member.form("/sign-in");
        form.put("handle", handle);
        form.put("password", password);
        HttpResponse<String> answer = member.send("/sign-in", form);
        if (answer.statusCode() != 303 && answer.statusCode() != 302) {
            throw new IOException(handle + " can't sign in: " + answer.statusCode());
        }
        member.askForm = member.form("/ask");
        return member;
    }

    /** Leaves the connections behind and stays signed in: after the node was started anew. */
    void connectAnew() {
        http = connected(cookies);
    }

    private static HttpClient connected(CookieManager cookies) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .build();
    }

    /** Asks; returns after the node acknowledged, with the path of the question. */
    String ask(String title, String text) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(askForm);
        form.put("title", title);
        form.put("text", text);
        form.put("topics", "hydraulics");
        form.put("language", "en");
        form.put("action", "post");
        HttpResponse<String> answer = send("/ask", form);
        String location = answer.headers().firstValue("location").orElse("");
        if (!location.contains("/q/")) {
            throw new IOException("not acknowledged: " + answer.statusCode() + " "
                    + Jsoup.parse(answer.body()).text());
        }
        return URI.create(location).getPath();
    }

    /** The header that signs requests in. */
    String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private Map<String, String> form(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
        for (FormElement form : Jsoup.parse(page.body()).select("form").forms()) {
            if (form.attr("action").equals(path)) {
                Map<String, String> fields = new LinkedHashMap<>();
                form.formData().forEach(field -> fields.put(field.key(), field.value()));
                return fields;
            }
        }
        throw new IOException("no form " + path + " at " + address + ": " + page.statusCode());
    }

    private HttpResponse<String> send(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(PATIENCE)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
