package org.guildhall.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.nodes.Element;

/** A member who has signed in at their node, and what they do and see there. Everything goes through pages and forms. */
public final class Person {

    /**
     * A post as a reader sees it.
     *
     * @param key of the object, as in addresses; the same at every node
     * @param score votes for minus votes against
     * @param marks what is said about its state: pending, taken, refused
     */
    public record Seen(String key, int score, boolean accepted, List<String> marks, String author) {}

    private final Browser browser;

    private Person(Browser browser) {
        this.browser = browser;
    }

    public static Person signIn(URI node, String handle, String password) throws IOException {
        return new Person(Browser.signedIn(node, handle, password));
    }

    /** A page as this member sees it, whatever its status. */
    public Page page(String path) throws IOException {
        return browser.open(path);
    }

    /** Asks, and returns the path of the question's page: the same at every node. */
    public String ask(String title, String text, String topics, String language) throws IOException {
        Page page = browser.open("/ask")
                .form("/ask")
                .with("title", title)
                .with("text", text)
                .with("topics", topics)
                .with("language", language)
                .with("action", "post")
                .send();
        if (!page.find("h1").text().equals(title)) {
            throw new IOException("the question was not taken: " + page.complaint());
        }
        return page.path();
    }

    public void answer(String question, String text) throws IOException {
        send(browser.open(question).form(question + "/answer").with("text", text));
    }

    /** Erases a post of one's own, and confirms it. */
    public void erase(String key) throws IOException {
        String path = "/p/" + key + "/erase";
        browser.open(path).form(path).with("erase", "yes").send();
    }

    public void comment(String key, String text) throws IOException {
        send(browser.open("/p/" + key + "/comment")
                .form("/p/" + key + "/comment")
                .with("text", text));
    }

    public void voteFor(String question, String key) throws IOException {
        browser.open(question).form("/p/" + key + "/vote").with("vote", "up").send();
    }

    public void accept(String question, String key) throws IOException {
        browser.open(question)
                .form("/p/" + key + "/accept")
                .with("accept", "yes")
                .send();
    }

    /** Whether the page is there, and shows this text. */
    public boolean reads(String path, String text) throws IOException {
        Page page = browser.open(path);
        return page.ok() && page.html().text().contains(text);
    }

    public boolean finds(String words, String title) throws IOException {
        Page page = browser.open("/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
        return page.ok() && page.find("h2").eachText().contains(title);
    }

    /** The answers on a question's page, in the order in which they are shown; none when there is no such page. */
    public List<Seen> answers(String question) throws IOException {
        Page page = browser.open(question);
        return page.ok()
                ? page.find("section.answer").stream().map(Person::seen).toList()
                : List.of();
    }

    /** The page of whoever wrote the post: questions, answers, accepted answers, votes for, votes against. */
    public List<Integer> standing(String question, String key) throws IOException {
        Page member = browser.open(authorOf(question, key));
        return member.find("dl.figures dd").eachText().stream()
                .map(Person::number)
                .toList();
    }

    /** The address of the page of whoever wrote the post. */
    String authorOf(String question, String key) throws IOException {
        return browser.open(question).find("#p-" + key + " .post-head a.name").attr("href");
    }

    /** What the member's answers are worth to this node, as the page that explains it says, and the facts that it opens into. */
    Worth worth(String memberPath) throws IOException {
        Page page = browser.open(memberPath + "/standing");
        return new Worth(
                number(page.find("dl.figures dd").eachText().get(0)),
                page.find(".facts .fact").eachText());
    }

    /** Points by others than the member's node, and a line for each fact. */
    record Worth(int points, List<String> facts) {}

    private static void send(Page.Filled form) throws IOException {
        Page page = form.with("action", "post").send();
        if (!page.find("[role=alert]").isEmpty()) {
            throw new IOException("the post was not taken: " + page.complaint());
        }
    }

    private static Seen seen(Element post) {
        return new Seen(
                post.id().replaceFirst("^p-", ""),
                number(post.select(".vote .score").text()),
                post.hasClass("is-accepted"),
                post.select(".post-foot .mark").stream()
                        .map(mark -> String.join(" ", mark.classNames()))
                        .toList(),
                post.select(".post-head .name").text());
    }

    /** A number as the page shows it, with a proper minus sign. */
    private static int number(String text) {
        return Integer.parseInt(text.replace('\u2212', '-').replaceAll("[^0-9-]", ""));
    }
}
