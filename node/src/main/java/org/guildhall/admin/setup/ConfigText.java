package org.guildhall.admin.setup;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a new {@code config.json}: every field, each with what it is for. */
final class ConfigText {
    private static final String TEMPLATE = """
            // The configuration of this Guildhall node. It is read when the node starts: restart `guildhall serve` after a
            // change. JSON with // comments; a field that is not known is refused, so that a slip of the pen is noticed.
            {
              // Where readers and peers reach the node: scheme and host, no path. Peers hold this address in the node's
              // signed record too; behind a reverse proxy it is the proxy's address.
              "publicAddress": %s,

              // Where the node listens. 127.0.0.1 when a reverse proxy on this machine does TLS; 0.0.0.0 for all
              // interfaces.
              "listenHost": %s,
              "port": %d,

              // The administrative API, always on the loopback interface only. The command line finds it here.
              "adminPort": %d,

              // Proxies whose X-Forwarded-For and X-Forwarded-Proto headers are believed.
              "trustedProxies": %s,

              // "embedded", or "postgresql://user:password@host:5432/name". It holds the log: do not point a running
              // node to an empty database.
              "database": %s,

              // Requests to peers go to public addresses only. Peers in a private network need their range here, for
              // example ["10.0.0.0/8"].
              "allowedRanges": %s,

              // Votes leave this node only as sums: a sum is published when the window closes and at least so many
              // members voted in it, so that no single vote can be read off. Who was counted is not counted again in the
              // same thread for so many days. Less than a day, 3 members or 30 days is told to members on the pages.
              "tally": {
                "windowSeconds": %d,
                "voters": %d,
                "restDays": %d
              },

              // How many questions, answers, comments and edits one member may send at once or in an hour.
              "postsPerHour": %d,

              // Lets the content of the demonstration be loaded into this node.
              "demo": %s
            }
            """;

    private ConfigText() {}

    static String of(Config config) {
        return TEMPLATE.formatted(
                quoted(config.publicAddress().toString()),
                quoted(config.listenHost()),
                config.port(),
                config.adminPort(),
                list(config.trustedProxies()),
                quoted(config.database()),
                list(config.allowedRanges()),
                config.tally().window().toSeconds(),
                config.tally().voters(),
                config.tally().rest().toDays(),
                config.postsPerHour(),
                config.demo());
    }

    private static String list(List<?> items) {
        return items.stream().map(item -> quoted(item.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
