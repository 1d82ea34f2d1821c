package org.guildhall.cli.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jsoup.Jsoup;

/**
 * One person at one node, as the node sees them: pages are fetched, forms are filled in and sent with whatever hidden
 * fields they hold, cookies are kept and redirects followed. No JavaScript, as it is not needed anywhere.
 */
public final class Browser {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient client;

    /** @param address base address of the node, without a path */
    Browser(URI address) {
        this.address = address;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER))
                .build();
    }

    /** A browser in which the member has signed in through the form. */
    static Browser signedIn(URI address, String handle, String password) throws IOException {
        Browser browser = new Browser(address);
        Page after = browser.open("/sign-in")
                .form("/sign-in")
                .with("handle", handle)
                .with("password", password)
                .send();
        if (after.find("form[action=/sign-out]").isEmpty()) {
            throw new IOException(handle + " could not sign in at " + address + ": " + after.complaint());
        }
        return browser;
    }

    /** Fetches a page, whatever its status. */
    Page open(String path) throws IOException {
        return exchange(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    Page exchange(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(
                    request.timeout(PATIENCE).header("Accept", "text/html").build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Page(
                    this,
                    response.uri(),
                    response.statusCode(),
                    Jsoup.parse(response.body(), response.uri().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + address);
        }
    }
}
