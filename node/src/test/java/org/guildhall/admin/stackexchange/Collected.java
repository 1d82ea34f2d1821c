package org.guildhall.admin.stackexchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a dump hands out, for looking at. */
final class Collected implements DumpSink {

    static final Site PUMPS = Site.of("https://pumps.stackexchange.com");

    final Map<String, String> members = new LinkedHashMap<>();
    final Map<Integer, DumpThread> threads = new LinkedHashMap<>();
    final List<ThreadLink> links = new ArrayList<>();
    final Map<String, String> topics = new TreeMap<>();
    final Findings findings = new Findings();

    static Path fixture(String name) {
        return Path.of("src", "test", "resources", "stackexchange", name);
    }

    static Collected read(Path directory, Site site, Path scratch, long bucketBytes) throws IOException {
        Collected collected = new Collected();
        new DumpReader(directory, site, scratch, bucketBytes, collected.findings, ImportProgress.NONE).read(collected);
        return collected;
    }

    @Override
    public void member(Member member) {
        members.put(member.author().sourceId(), member.name());
    }

    @Override
    public void thread(DumpThread thread) {
        threads.put(thread.question().id(), thread);
    }

    @Override
    public void link(ThreadLink link) {
        links.add(link);
    }

    @Override
    public void topic(Topic topic) {
        topics.put(topic.tag(), topic.description());
    }

    DumpThread.Post answer(int question, int answer) {
        return threads.get(question).answers().stream()
                .filter(post -> post.id() == answer)
                .findFirst()
                .orElseThrow();
    }

    /** What was found of a kind, with how often. */
    Map<String, Long> found(Finding finding) {
        Map<String, Long> examples = new LinkedHashMap<>();
        findings.found().stream()
                .filter(found -> found.finding() == finding)
                .flatMap(found -> found.examples().stream())
                .forEach(example -> examples.put(example.what(), example.count()));
        return examples;
    }

    long times(Finding finding) {
        return findings.found().stream()
                .filter(found -> found.finding() == finding)
                .mapToLong(ImportReport.Found::count)
                .sum();
    }
}
