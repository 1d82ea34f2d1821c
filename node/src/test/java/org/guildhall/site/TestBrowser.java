package org.guildhall.site;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;

/** A visitor with cookies and no JavaScript. Redirects are followed by {@link Answer#follow()}, so that tests see them. */
public final class TestBrowser {
    final URI address;
    final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();

    public TestBrowser(URI address) {
        this.address = address;
    }

    public Answer open(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request);
    }

    Answer post(String path, Map<String, String> fields, String... headers) throws Exception {
        return post(
                path, "application/x-www-form-urlencoded", encoded(fields).getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request);
    }

    Answer exchange(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(this, response);
    }

    /** The value of the cookie whose name ends so. */
    String cookie(String ending) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().endsWith(ending))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public Answer signIn(String handle, String password) throws Exception {
        return open("/sign-in")
                .form("/sign-in")
                .with("handle", handle)
                .with("password", password)
                .send();
    }

    /** Asks as who is signed in, and is shown where the question stands now. */
    public String ask(String title, String text, String topics) throws Exception {
        return open("/ask")
                .form("/ask")
                .with("title", title)
                .with("text", text)
                .with("topics", topics)
                .with("action", "post")
                .send()
                .header("location");
    }

    /** Answers the question at this path. */
    public Answer answer(String question, String text) throws Exception {
        return open(question)
                .form(question + "/answer")
                .with("text", text)
                .with("action", "post")
                .send();
    }

    /** What the server said. */
    public record Answer(TestBrowser browser, HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        List<String> headers(String name) {
            return response.headers().allValues(name);
        }

        public String body() {
            return response.body();
        }

        public Document html() {
            return Jsoup.parse(response.body(), response.uri().toString());
        }

        public String text(String selector) {
            return html().select(selector).text();
        }

        /** Goes where a redirect leads. */
        public Answer follow() throws Exception {
            String location = header("location");
            int fragment = location.indexOf('#');
            return browser.open(fragment < 0 ? location : location.substring(0, fragment));
        }

        /** The form whose action is this path. */
        public Filled form(String action) {
            for (FormElement form : html().select("form").forms()) {
                String path = form.attr("action");
                int fragment = path.indexOf('#');
                if ((fragment < 0 ? path : path.substring(0, fragment)).equals(action)) {
                    return new Filled(browser, form);
                }
            }
            throw new AssertionError("no form " + action + " on the page " + status() + "\n" + body());
        }
    }

    /** A form on its way. */
    public static final class Filled {
        private final TestBrowser browser;
        private final String action;
        private final Map<String, String> fields = new LinkedHashMap<>();

        Filled(TestBrowser browser, FormElement form) {
            this.browser = browser;
            this.action = form.attr("action").replaceAll("#.*", "");
            form.formData().forEach(field -> fields.put(field.key(), field.value()));
        }

        public Filled with(String name, String value) {
            fields.put(name, value);
            return this;
        }

        Map<String, String> fields() {
            return fields;
        }

        public Answer send(String... headers) throws Exception {
            return browser.post(action, fields, headers);
        }
    }
}
