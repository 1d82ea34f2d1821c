package org.guildhall.admin.stackexchange;

import java.util.Locale;

/** Something an operator should know about an import: what was left out, and what is not as it was. */
public enum Finding {
    /** A file of the dump is not there; what it holds cannot be imported. */
    FILE_MISSING,
    /** A post that is neither question, answer nor tag wiki. */
    POST_OTHER_KIND,
    /** An answer whose question is not in the dump. */
    ANSWER_WITHOUT_QUESTION,
    /** A question without a title. */
    TITLE_MISSING,
    /** A post or comment without words. */
    TEXT_EMPTY,
    /** A text longer than a record may be; its end is cut off. */
    TEXT_CUT,
    /** A title longer than a record's; its end is cut off. */
    TITLE_CUT,
    /** Text was lost when HTML became Markdown. */
    TEXT_DIFFERS,
    /** A comment on something that is not imported. */
    COMMENT_WITHOUT_POST,
    /** A post or comment whose author is not in Users.xml. */
    AUTHOR_UNKNOWN,
    /** An edit by somebody who is not the author: the history shows it as the author's. */
    EDIT_BY_OTHERS,
    /** An image: it stays where it is, and the text has a link to it. */
    IMAGE,
    /** A tag that our rule for tags spells otherwise. */
    TAG_CHANGED,
    /** A question with more tags than a record takes. */
    TAGS_CUT,
    /** A question without tags. */
    TAGS_NONE,
    /** A link one of whose ends is not in the dump. */
    LINK_DANGLING,
    /** A link of a kind other than “related” and “duplicate”. */
    LINK_OTHER_KIND,
    /** A link from a thread to itself. */
    LINK_TO_ITSELF,
    /** An accepted answer that is not in the dump or belongs to another question. */
    ACCEPTED_DANGLING,
    /** A post whose score is not up minus down of Votes.xml; the votes count. */
    SCORE_DIFFERS,
    /** A vote on a post that is not imported. */
    VOTE_WITHOUT_POST,
    /** A vote that is not up or down: favourites, bounties, flags. */
    VOTE_OTHER_KIND,
    /** An event in a post's history that is no edit: closing, locking, deleting, protecting. */
    EVENT,
    /** A question that was closed; here it is open. */
    CLOSED,
    /** A post that belonged to the community; here it is its author's. */
    COMMUNITY_OWNED,
    /** More objects with votes in one thread than one tally holds; those with the fewest were left out. */
    TALLY_CUT,
    /** A post that was edited here after an earlier import and at the source as well: the source's text is the newest now. */
    EDITED_HERE_TOO,
    /** A tag description that somebody here wrote or changed: it stays. */
    TOPIC_OF_OURS,
    /** A record that the gate did not take. */
    REFUSED;

    /** The name in reports: {@code link-dangling}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
