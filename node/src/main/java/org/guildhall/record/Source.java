package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where an imported object was first: the site's address, its id there, and its page when it has one. */
public record Source(String site, String id, Optional<String> url) {
    void write(ObjectNode json) {
        ObjectNode source = json.putObject("source").put("site", site).put("id", id);
        url.ifPresent(page -> source.put("url", page));
    }

    static Optional<Source> read(Fields fields) throws RecordFault {
        if (!fields.has("source")) {
            return Optional.empty();
        }
        Fields source = fields.object("source");
        Optional<String> url = source.optionalText("url", Limits.ADDRESS);
        if (url.isPresent()) {
            WebAddress.check("source.url", url.get());
        }
        String site = WebAddress.check("source.site", source.text("site", Limits.ADDRESS));
        if (site.endsWith("/")) {
            throw RecordFault.malformed("source.site has no slash at its end");
        }
        return Optional.of(new Source(site, source.text("id", 100), url));
    }
}
