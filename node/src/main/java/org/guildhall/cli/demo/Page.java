package org.guildhall.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jsoup.select.Elements;

/** A page as the browser shows it. */
public record Page(Browser browser, URI address, int status, Document html) {

    public boolean ok() {
        return status == 200;
    }

    /** What matches a CSS selector. */
    public Elements find(String selector) {
        return html.select(selector);
    }

    /** The path with which the browser ended up here, after redirects. */
    public String path() {
        return address.getPath();
    }

    /** The form whose action is the given path, a fragment set aside. */
    public Filled form(String action) throws IOException {
        for (FormElement form : html.select("form").forms()) {
            String path = form.attr("action");
            int fragment = path.indexOf('#');
            if ((fragment < 0 ? path : path.substring(0, fragment)).equals(action)) {
                return new Filled(this, form);
            }
        }
        throw new IOException("the page " + address + " (" + status + ") has no form " + action + ": " + complaint());
    }

    /** What the page says went wrong, or its title when it does not say. */
    public String complaint() {
        Element problem = html.selectFirst("[role=alert]");
        return status + " " + (problem == null ? html.title() : problem.text());
    }

    /** A form on its way to be sent. */
    public static final class Filled {
        private final Page page;
        private final URI target;
        private final Map<String, String> fields = new LinkedHashMap<>();

        private Filled(Page page, FormElement form) {
            this.page = page;
            this.target = page.address.resolve(form.attr("action"));
            form.formData().forEach(field -> fields.put(field.key(), field.value()));
        }

        /** Fills in a field, or presses the button of that name and value. */
        public Filled with(String name, String value) {
            fields.put(name, value);
            return this;
        }

        public Page send() throws IOException {
            String body = fields.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
            Page answer = page.browser.exchange(HttpRequest.newBuilder(withoutFragment(target))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (!answer.ok()) {
                throw new IOException(target + " refused the form: " + answer.complaint());
            }
            return answer;
        }

        private static URI withoutFragment(URI address) {
            return address.getRawFragment() == null
                    ? address
                    : URI.create(
                            address.toString().substring(0, address.toString().indexOf('#')));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
