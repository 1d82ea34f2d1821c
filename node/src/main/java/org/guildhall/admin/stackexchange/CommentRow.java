package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of Comments.xml. */
record CommentRow(
        int id,
        int post,
        int score,
        String text,
        Instant created,
        Author author,
        @Nullable String license) {

    /** What {@link #of} reads. */
    static final List<String> FIELDS =
            List.of("Id", "PostId", "Score", "Text", "CreationDate", "UserId", "UserDisplayName", "ContentLicense");

    static CommentRow of(Row row) throws DumpFault {
        Integer score = row.numberOrNull("Score");
        String text = row.text("Text");
        return new CommentRow(
                row.number("Id"),
                row.number("PostId"),
                score == null ? 0 : score,
                text == null ? "" : text,
                row.time("CreationDate"),
                Author.of(row.numberOrNull("UserId"), row.text("UserDisplayName")),
                row.text("ContentLicense"));
    }
}
