package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The site a dump is from. A dump does not name it, and everything imported is named after it.
 *
 * @param address {@code https://iot.stackexchange.com}, without a slash at its end
 * @param known how we know
 */
public record Site(String address, Known known) {

    /** How the site became known. */
    public enum Known {
        GIVEN,
        /** The directory is called after it, as the archives of dumps unpack. */
        DIRECTORY_NAME,
        /** A text file beside the dump names just this one site. */
        TEXT_FILE
    }

    private static final Pattern HOST = Pattern.compile("(?i)\\b(?:(?:[a-z0-9-]+\\.){1,3}stackexchange\\.com"
            + "|(?:[a-z0-9-]+\\.)?(?:stackoverflow\\.com|serverfault\\.com|superuser\\.com|askubuntu\\.com|stackapps\\.com"
            + "|mathoverflow\\.net))\\b");
    private static final long LONGEST_TEXT = 65_536;

    /**
     * The site at an address.
     *
     * @throws IllegalArgumentException if it is not {@code https://host} or {@code http://host}
     */
    public static Site of(String address) {
        String trimmed = address.strip().replaceAll("/+$", "");
        try {
            URI uri = new URI(trimmed);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && trimmed.length() <= 200) {
                return new Site(trimmed, Known.GIVEN);
            }
        } catch (URISyntaxException notAnAddress) {
            // told below
        }
        throw new IllegalArgumentException("the site is an address like https://iot.stackexchange.com, not " + address);
    }

    /** Looks for the site's name at the directory and in text files in it; empty if there is none or more than one. */
    public static Optional<Site> guess(Path directory) throws IOException {
        String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
        Matcher host = HOST.matcher(name);
        if (host.matches()) {
            return Optional.of(new Site("https://" + name.toLowerCase(Locale.ROOT), Known.DIRECTORY_NAME));
        }
        Set<String> named = new TreeSet<>();
        try (var files = Files.newDirectoryStream(directory, "*.{txt,md}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_TEXT) {
                    Matcher found = HOST.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                    while (found.find()) {
                        named.add(found.group().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return named.size() == 1
                ? Optional.of(new Site("https://" + named.iterator().next(), Known.TEXT_FILE))
                : Optional.empty();
    }

    /** What the site is called in short: {@code iot}, {@code conlang.meta}, {@code stackoverflow}. */
    String label() {
        String host = URI.create(address).getHost().toLowerCase(Locale.ROOT);
        return host.replaceFirst("^www\\.", "").replaceFirst("\\.stackexchange\\.com$|\\.[a-z]+$", "");
    }

    String question(int id) {
        return address + "/q/" + id;
    }

    String answer(int id) {
        return address + "/a/" + id;
    }

    String comment(int id) {
        return address + "/posts/comments/" + id;
    }

    String user(int id) {
        return address + "/users/" + id;
    }
}
