package org.guildhall.site.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.guildhall.site.view.Assets;

/** Style sheet, script and icon. Their addresses hold a hash of their bytes: kept for ever, replaced with a release. */
public final class StaticFiles {

    /** One file, ready to be sent. */
    public record StaticFile(String path, String contentType, Buffer bytes) {}

    private final StaticFile css;
    private final StaticFile script;
    private final StaticFile icon;
    private final Map<String, StaticFile> byPath;

    public StaticFiles() {
        css = read("site.css", "text/css; charset=utf-8");
        script = read("site.js", "text/javascript; charset=utf-8");
        icon = read("icon.svg", "image/svg+xml");
        byPath = Map.of(css.path(), css, script.path(), script, icon.path(), icon);
    }

    public Assets addresses() {
        return new Assets(css.path(), script.path(), icon.path());
    }

    public Optional<StaticFile> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static StaticFile read(String name, String contentType) {
        try (InputStream in = StaticFiles.class.getResourceAsStream("/org/guildhall/site/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 12);
            return new StaticFile("/assets/" + tag + "/" + name, contentType, Buffer.buffer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
