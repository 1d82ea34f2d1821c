package org.guildhall.site.web;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An answer: status, headers, cookies and bytes. */
public final class Reply {

    public static final String HTML = "text/html; charset=utf-8";

    private int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> cookies = new ArrayList<>();
    private final byte[] body;

    private Reply(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** A page, rendered at once. */
    public static Reply page(int status, Consumer<HtmlTemplateOutput> template) {
        return bytes(status, HTML, render(template)).header("cache-control", "no-store");
    }

    public static Reply page(Consumer<HtmlTemplateOutput> template) {
        return page(200, template);
    }

    /** What a template writes. */
    public static byte[] render(Consumer<HtmlTemplateOutput> template) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        template.accept(new OwaspHtmlTemplateOutput(output));
        return output.toByteArray();
    }

    public static Reply bytes(int status, String contentType, byte[] body) {
        return new Reply(status, body).header("content-type", contentType);
    }

    public static Reply text(String contentType, String text) {
        return bytes(200, contentType, text.getBytes(StandardCharsets.UTF_8)).header("cache-control", "no-store");
    }

    /** After a form: the browser goes on with GET. The path is one of ours. */
    public static Reply seeOther(String path) {
        return new Reply(303, new byte[0]).header("location", path).header("cache-control", "no-store");
    }

    public Reply withStatus(int other) {
        status = other;
        return this;
    }

    public Reply header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a whole {@code Set-Cookie} value. */
    public Reply cookie(String cookie) {
        cookies.add(cookie);
        return this;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public List<String> cookies() {
        return cookies;
    }

    public byte[] body() {
        return body;
    }
}
