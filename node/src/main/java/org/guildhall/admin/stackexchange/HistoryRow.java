package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of PostHistory.xml that changes a title (types 1, 4, 7), a body (2, 5, 8) or tags (3, 6, 9). */
record HistoryRow(
        int id,
        int type,
        int post,
        String revision,
        Instant time,
        Author editor,
        String text,
        @Nullable String license) {

    /** What {@link #of} reads. */
    static final List<String> FIELDS = List.of(
            "Id",
            "PostHistoryTypeId",
            "PostId",
            "RevisionGUID",
            "CreationDate",
            "UserId",
            "UserDisplayName",
            "Text",
            "ContentLicense");

    enum Part {
        TITLE,
        BODY,
        TAGS
    }

    static HistoryRow of(Row row) throws DumpFault {
        String text = row.text("Text");
        String revision = row.text("RevisionGUID");
        return new HistoryRow(
                row.number("Id"),
                row.number("PostHistoryTypeId"),
                row.number("PostId"),
                revision == null ? "row " + row.number("Id") : revision,
                row.time("CreationDate"),
                Author.of(row.numberOrNull("UserId"), row.text("UserDisplayName")),
                text == null ? "" : text,
                row.text("ContentLicense"));
    }

    /** Whether a type is an initial text, an edit or a rollback; all others are events in the life of a post. */
    static boolean isText(int type) {
        return type >= 1 && type <= 9;
    }

    Part part() {
        return Part.values()[(type - 1) % 3];
    }
}
