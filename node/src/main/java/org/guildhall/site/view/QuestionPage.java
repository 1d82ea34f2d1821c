package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread as one page.
 *
 * @param mirror the home, when it is another node
 * @param readOnly whether no member of this node may write in the thread
 * @param experts who could answer it; empty when that is not asked
 * @param closed that the home takes no more answers, null mostly
 * @param answerForm the form to answer with; null for a reader who is not signed in
 */
public record QuestionPage(
        String path,
        String title,
        PostView question,
        List<TopicLink> topics,
        List<PostView> answers,
        boolean solved,
        Instant active,
        @Nullable Mirror mirror,
        boolean readOnly,
        @Nullable ClosedMark closed,
        List<LinkedThread> linked,
        List<ExpertRow> experts,
        @Nullable Form answerForm) {}
