package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a member wrote: a question, an answer or a comment. */
public sealed interface Post permits Question, Answer, Comment {
    /** The member who wrote it; always of the node that signs. */
    UUID author();

    /** Markdown source. */
    String text();

    Optional<String> inLanguage();

    Optional<String> license();

    Origin origin();

    /** Where an imported post comes from; both empty for what was written here. */
    record Origin(Optional<Source> source, Optional<Instant> datePublished) {
        public static final Origin HERE = new Origin(Optional.empty(), Optional.empty());

        void write(ObjectNode json) {
            source.ifPresent(from -> from.write(json));
            datePublished.ifPresent(date -> json.put("datePublished", Timestamps.text(date)));
        }

        static Origin read(Fields fields) throws RecordFault {
            return new Origin(Source.read(fields), fields.optionalTimestamp("datePublished"));
        }
    }
}
