package org.guildhall.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where a node keeps its tables: a directory of its own, or a PostgreSQL database. */
public sealed interface DatabaseLocation {

    /** The embedded database, whose files lie in {@code directory}; it is made when missing. */
    record Embedded(Path directory) implements DatabaseLocation {
        @Override
        public String toString() {
            return directory.toString();
        }
    }

    /** A database of a PostgreSQL server. {@code parameters} are pgjdbc's, such as {@code sslmode}. */
    record Server(String host, int port, String database, String user, String password, Map<String, String> parameters)
            implements DatabaseLocation {
        public Server {
            parameters = Map.copyOf(parameters);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
        }
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=require}, where whatever is special in a URL is
     * percent-encoded and the port may be missing; anything else is a directory.
     *
     * @throws IllegalArgumentException when a PostgreSQL address is incomplete; the message never repeats the password
     */
    static DatabaseLocation parse(String text) {
        if (!text.startsWith("postgresql://") && !text.startsWith("postgres://")) {
            return new Embedded(Path.of(text));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause, whose message quotes the address and with it the password.
            throw new IllegalArgumentException("the address of the database is not a URL: " + e.getReason());
        }
        String[] credentials = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getPath();
        if (credentials.length == 0 || uri.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(
                    "the address of the database must look like postgresql://user:password@host:port/database");
        }
        return new Server(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                decoded(credentials[0]),
                credentials.length == 1 ? "" : decoded(credentials[1]),
                parameters(uri.getRawQuery() == null ? "" : uri.getRawQuery()));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] halves = pair.split("=", 2);
                parameters.put(decoded(halves[0]), halves.length == 1 ? "" : decoded(halves[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        // A plus sign is itself here, as in every part of a URL but a form's query.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
