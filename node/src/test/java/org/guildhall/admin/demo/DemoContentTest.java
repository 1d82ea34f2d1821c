package org.guildhall.admin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guildhall.admin.demo.DemoContent.Answered;
import org.guildhall.admin.demo.DemoContent.Asked;
import org.guildhall.admin.demo.DemoContent.Who;
import org.guildhall.admin.demo.DemoContent.Written;
import org.guildhall.record.Tag;
import org.junit.jupiter.api.Test;

class DemoContentTest {

    private final List<DemoContent> nodes =
            DemoContent.NODES.stream().map(DemoContent::of).toList();

    @Test
    void hasAnActiveMonthInFourLanguages() {
        Map<String, Long> languages =
                threads().collect(Collectors.groupingBy(thread -> thread.post().language(), Collectors.counting()));
        assertThat(threads().count()).isGreaterThanOrEqualTo(48);
        assertThat(languages).containsOnlyKeys("en", "de", "pl", "zh");
        assertThat(languages.values()).allMatch(count -> count >= 8);
        assertThat(threads().filter(thread -> thread.answers().isEmpty()).count())
                .isBetween(6L, 10L);
        assertThat(posts().map(Written::age).max(Duration::compareTo).orElseThrow())
                .isBetween(Duration.ofDays(28), Duration.ofDays(31));
        assertThat(posts().map(Written::age).min(Duration::compareTo).orElseThrow())
                .isBetween(Duration.ofHours(1), Duration.ofDays(2));
    }

    @Test
    void isAnsweredAcrossNodes() {
        for (DemoContent content : nodes) {
            long foreign = content.threads().stream()
                    .flatMap(thread -> thread.answers().stream())
                    .filter(answer -> !answer.post().author().node().equals(content.node()))
                    .count();
            // The yard is small, and knows the others by way of the hub alone.
            assertThat(foreign)
                    .as(content.node())
                    .isGreaterThanOrEqualTo(content.node().equals("yard") ? 3 : 10);
        }
    }

    @Test
    void namesOnlyPeopleWhoAreMembersAndAsksOnlyAtHome() {
        Set<Who> people = new HashSet<>();
        for (DemoContent content : nodes) {
            content.members().forEach(person -> people.add(new Who(content.node(), person.handle())));
            assertThat(content.threads())
                    .allMatch(thread -> thread.post().author().node().equals(content.node()));
        }
        assertThat(people).hasSize(27);
        assertThat(people).containsAll(posts().map(Written::author).toList());
        assertThat(threads().flatMap(DemoContentTest::voters).toList())
                .isNotEmpty()
                .allMatch(people::contains);
    }

    @Test
    void letsNobodyVoteTwiceOrForThemselves() {
        threads().forEach(thread -> {
            assertVotes(thread.post(), thread.up(), thread.down());
            thread.answers().forEach(answer -> assertVotes(answer.post(), answer.up(), answer.down()));
        });
    }

    @Test
    void tellsItsStoriesInTheOrderOfTime() {
        threads().forEach(thread -> {
            assertOlder(thread.post(), thread.comments());
            assertOlder(
                    thread.post(), thread.answers().stream().map(Answered::post).toList());
            thread.answers().forEach(answer -> assertOlder(answer.post(), answer.comments()));
            assertThat(thread.answers().stream().filter(Answered::accepted).count())
                    .as(thread.post().key())
                    .isLessThanOrEqualTo(1);
        });
        for (DemoContent content : nodes) {
            List<String> names =
                    content.threads().stream().map(t -> t.post().key()).toList();
            assertThat(names).isSorted();
        }
    }

    @Test
    void fitsIntoRecords() {
        Set<String> keys = new HashSet<>();
        posts().forEach(post -> {
            assertThat(keys.add(post.key())).as(post.key()).isTrue();
            assertThat(post.text()).as(post.key()).isNotBlank();
        });
        threads().forEach(thread -> {
            assertThat(thread.title().length()).as(thread.post().key()).isBetween(15, 150);
            assertThat(thread.tags()).as(thread.post().key()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
            assertThat(thread.tags()).allMatch(Tag::isTag);
        });
    }

    private static void assertVotes(Written post, List<Who> up, List<Who> down) {
        List<Who> voters = new ArrayList<>(up);
        voters.addAll(down);
        assertThat(voters).as(post.key()).doesNotHaveDuplicates().doesNotContain(post.author());
    }

    private static void assertOlder(Written first, List<Written> later) {
        assertThat(later)
                .allSatisfy(post -> assertThat(post.age()).as(post.key()).isLessThan(first.age()));
    }

    private static Stream<Who> voters(Asked thread) {
        return Stream.concat(
                Stream.of(thread.up(), thread.down()).flatMap(List::stream),
                thread.answers().stream()
                        .flatMap(answer -> Stream.of(answer.up(), answer.down()).flatMap(List::stream)));
    }

    private Stream<Asked> threads() {
        return nodes.stream().flatMap(content -> content.threads().stream());
    }

    private Stream<Written> posts() {
        return threads()
                .flatMap(thread -> Stream.of(
                                Stream.of(thread.post()),
                                thread.comments().stream(),
                                thread.answers().stream().map(Answered::post),
                                thread.answers().stream().flatMap(answer -> answer.comments().stream()))
                        .flatMap(Function.identity()));
    }
}
