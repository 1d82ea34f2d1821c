package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of Posts.xml. {@code parent} and {@code accepted} are 0 if there is none; {@code html} may be empty. */
record PostRow(
        int id,
        int type,
        int parent,
        int accepted,
        Instant created,
        int score,
        String html,
        Author author,
        String title,
        String tags,
        @Nullable Instant lastEdit,
        boolean closed,
        boolean communityOwned,
        @Nullable String license) {

    static final int QUESTION = 1;
    static final int ANSWER = 2;
    static final int TAG_EXCERPT = 4;
    static final int TAG_WIKI = 5;

    /** What {@link #of} reads, for those who keep a row in between. */
    static final List<String> FIELDS = List.of(
            "Id",
            "PostTypeId",
            "ParentId",
            "AcceptedAnswerId",
            "CreationDate",
            "Score",
            "Body",
            "OwnerUserId",
            "OwnerDisplayName",
            "Title",
            "Tags",
            "LastEditDate",
            "ClosedDate",
            "CommunityOwnedDate",
            "ContentLicense");

    static PostRow of(Row row) throws DumpFault {
        Integer parent = row.numberOrNull("ParentId");
        Integer accepted = row.numberOrNull("AcceptedAnswerId");
        Integer score = row.numberOrNull("Score");
        String html = row.text("Body");
        String title = row.text("Title");
        String tags = row.text("Tags");
        return new PostRow(
                row.number("Id"),
                row.number("PostTypeId"),
                parent == null ? 0 : parent,
                accepted == null ? 0 : accepted,
                row.time("CreationDate"),
                score == null ? 0 : score,
                html == null ? "" : html,
                Author.of(row.numberOrNull("OwnerUserId"), row.text("OwnerDisplayName")),
                title == null ? "" : title,
                tags == null ? "" : tags,
                row.timeOrNull("LastEditDate"),
                row.text("ClosedDate") != null,
                row.text("CommunityOwnedDate") != null,
                row.text("ContentLicense"));
    }
}
