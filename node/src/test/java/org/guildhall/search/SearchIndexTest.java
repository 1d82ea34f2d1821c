package org.guildhall.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.record.Answer;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.Hiding;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.SearchReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchIndexTest {
    @TempDir
    private Path directory;

    private NodeInMemory node;
    private ObjectId member;
    private SearchIndex index;

    @BeforeEach
    void start() throws Exception {
        node = new NodeInMemory("Node", new DatabaseLocation.Embedded(directory.resolve("db")));
        member = node.join("anna");
        open();
    }

    private void open() throws Exception {
        index = SearchIndex.open(
                directory.resolve("index"), new SearchReading(node.database.reads()), node.writer.self());
        node.writer.onCommit(commit -> index.changed(commit.threads()));
    }

    @AfterEach
    void stop() {
        index.close();
        node.close();
    }

    private ObjectId ask(String language, String title, String text) throws Exception {
        return ask(language, title, text, "equipment");
    }

    private ObjectId ask(String language, String title, String text, String tag) throws Exception {
        return node.publish(
                        node.fresh(),
                        new Question(
                                member.id(), title, text, List.of(tag), language, "CC-BY-SA-4.0", Post.Origin.HERE))
                .object();
    }

    private List<String> titles(String typed) throws Exception {
        index.caughtUp().get();
        return index.search(SearchWish.of(typed, 0, 10)).hits().stream()
                .map(SearchHit::title)
                .toList();
    }

    /** Each query is another form of the word than the one in the text. */
    @ParameterizedTest
    @CsvSource({
        "en, 'Boom vibrates while pumping', 'The seals leak under pressure', 'vibrating seal'",
        "de, 'Betonpumpe verstopft', 'Die Förderleitungen sind undicht geworden', 'förderleitung'",
        "pl, 'Awaria pompy do betonu', 'Zawory hydrauliczne przeciekają po zimie', 'pomp hydraulicznych'",
        "pl, 'Przecieka zawór', 'Od wczoraj', 'zaworów'",
        "pl, 'Wymiana', 'Stare zawory trzeba wymienić', 'zawór'",
        "pl, 'Betonopompy na budowie', 'Jakie wybrać', 'betonopompami'",
        "zh, '混凝土泵车臂架抖动', '液压系统压力不稳定怎么办', '液压压力'",
    })
    void findsAnotherFormOfTheWord(String language, String title, String text, String query) throws Exception {
        ask(language, title, text);
        ask("en", "Something else entirely", "Nothing to do with it", "other");
        assertThat(titles(query)).containsExactly(title);
    }

    @Test
    void findsAWordWhateverLanguageThePostIsIn() throws Exception {
        ask("de", "Wartungsplan", "Der Hersteller nennt es Sensorik Übersicht");
        assertThat(titles("ubersicht")).containsExactly("Wartungsplan");
    }

    @Test
    void showsTheBestPassageWithWhatWasFoundInIt() throws Exception {
        ObjectId question =
                ask("en", "Boom", "word ".repeat(200) + "the *hydraulic accumulator* was empty " + "end ".repeat(200));
        node.publish(
                node.fresh(),
                new Answer(member.id(), question, "Not this one.", "en", "CC-BY-SA-4.0", Post.Origin.HERE));
        index.caughtUp().get();
        SearchHit hit = index.search(SearchWish.of("hydraulic accumulators", 0, 10))
                .hits()
                .get(0);
        assertThat(hit.inAnswer()).isFalse();
        assertThat(hit.excerpt().marks())
                .extracting(mark -> hit.excerpt().text().substring(mark.from(), mark.to()))
                .containsExactly("hydraulic", "accumulator");
    }

    @Test
    void narrowsByTagAndByWhetherItIsAnswered() throws Exception {
        ObjectId answered = ask("en", "Pump one", "text", "pumps");
        ask("en", "Pump two", "text", "cranes");
        ask("en", "Pump three", "text", "pumps");
        node.answer(member, answered, "There.");
        assertThat(titles("pump tag:pumps is:unanswered")).containsExactly("Pump three");
        assertThat(titles("tag:cranes")).containsExactly("Pump two");
        assertThat(titles("pump from:peers")).isEmpty();
    }

    @Test
    void forgetsWhatIsHidden() throws Exception {
        ObjectId spam = ask("en", "Cheap pills", "buy now");
        assertThat(titles("pills")).hasSize(1);
        node.writer
                .submit(tx -> {
                    new Hiding(tx).hide(spam.key(), spam.key(), "spam", member.key(), ModerationLog.By.MODERATOR);
                    return spam;
                })
                .get();
        assertThat(titles("pills")).isEmpty();
    }

    /** Closed without a word, as a crash does it: nothing may be missing after the next start. */
    @Test
    void catchesUpWithWhatItMissed() throws Exception {
        ask("en", "Before", "hydraulics");
        index.caughtUp().get();
        index.close();
        ask("en", "Meanwhile", "hydraulics");
        open();
        assertThat(titles("hydraulics")).containsExactlyInAnyOrder("Before", "Meanwhile");
    }

    @Test
    void isTheSameAfterARebuild() throws Exception {
        ask("en", "One", "hydraulics");
        ask("de", "Zwei", "Hydraulik");
        index.rebuild(read -> {}).get();
        assertThat(titles("hydraulics")).containsExactly("One");
        assertThat(titles("hydraulik")).contains("Zwei");
    }

    @Test
    void findsQuestionsThatAreAlike() throws Exception {
        ask("en", "Concrete pump stalls in cold weather", "The pump stops below five degrees.");
        ask("en", "Crane licence renewal", "Which form do I need?");
        index.caughtUp().get();
        assertThat(index.similar("Why does my concrete pump stall in the cold?", "", "en", 3))
                .extracting(SearchHit::title)
                .first()
                .isEqualTo("Concrete pump stalls in cold weather");
    }

    /** A30: whatever is typed gets an answer, soon. */
    @ParameterizedTest
    @CsvSource({
        "'\"'",
        "'((((((('",
        "'+-|!{}[]^~*?:\\/'",
        "'a* b* ?c'",
        "'foo~99'",
        "'tag:'",
        "'-x'",
        "'AND OR NOT'",
        "''",
    })
    void answersWhateverIsTyped(String typed) throws Exception {
        ask("en", "One", "text");
        assertThat(titles(typed.repeat(400)).size()).isLessThanOrEqualTo(1);
    }
}
