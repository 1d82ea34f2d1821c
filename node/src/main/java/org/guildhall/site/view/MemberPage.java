package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member: what the node vouches for, what the member wrote and how it was received.
 *
 * @param standing what the answers are worth to this node: all topics together first, then those with most points
 * @param upVotes votes for, by members of all nodes whose tallies are here
 * @param roles that nodes say the member has
 * @param moved what other nodes say of who the member was there
 */
public record MemberPage(
        Person person,
        String handle,
        @Nullable Instant since,
        String recordPath,
        long questions,
        long answers,
        long accepted,
        long upVotes,
        long downVotes,
        List<Points> standing,
        long home,
        List<RoleWord> roles,
        List<MovedRow> moved,
        List<Badge> badges,
        List<MemberPost> posts,
        Pager pager) {}
