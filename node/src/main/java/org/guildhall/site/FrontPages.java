package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tag;
import org.guildhall.site.page.JtefrontGenerated;
import org.guildhall.site.page.JtelistGenerated;
import org.guildhall.site.page.JtetopicEditGenerated;
import org.guildhall.site.page.JtetopicGenerated;
import org.guildhall.site.page.JtetopicsGenerated;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.ExpertRow;
import org.guildhall.site.view.Form;
import org.guildhall.site.view.Pager;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.ThreadRow;
import org.guildhall.site.view.TopicLink;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.ThreadLists;
import org.guildhall.store.ThreadLists.Listed;
import org.guildhall.store.ThreadLists.Order;
import org.guildhall.store.ThreadLists.Origin;
import org.guildhall.store.ThreadLists.Place;
import org.guildhall.store.ThreadLists.Wish;
import org.guildhall.store.Topics;

/** Lists of questions: the front page, topics, a member's own. */
final class FrontPages {
    private static final int PER_PAGE = 20;
    private static final int BUSY_TOPICS = 16;
    private static final int TOPICS = 300;
    private static final int DESCRIPTION = 4_096;
    private static final int EXPERTS = 5;

    private final Site site;
    private final Visits visits;
    private final Cards cards;
    private final Experts experts;

    FrontPages(Site site, Visits visits, Cards cards, Experts experts) {
        this.site = site;
        this.visits = visits;
        this.cards = cards;
        this.experts = experts;
    }

    /** A page of a list: one more is read than shown, to know whether there is a next. */
    private record Slice(List<ThreadRow> rows, Pager pager) {}

    Reply front(Visit visit) throws SQLException {
        Order order = order(visit.query("view"), Order.ACTIVE);
        Origin origin = origin(visit.query("from"));
        String path = "/?view=" + code(order) + "&from=" + code(origin);
        Slice slice = slice(visit, order, origin, Optional.empty(), Optional.empty(), path);
        List<TopicLink> busy = site.read(sql -> new Topics(sql).busiest(BUSY_TOPICS)).stream()
                .map(topic -> new TopicLink(topic.tag(), SiteAddress.topic(topic.tag()), topic.threads(), ""))
                .toList();
        boolean plain = visit.incoming().query().isEmpty();
        String heading = visit.t(order == Order.UNANSWERED ? "front.unansweredHeading" : "front.heading");
        Shell shell = visit.shell(
                plain ? "" : heading, Section.QUESTIONS, visit.query("after").isEmpty());
        return Reply.page(out -> JtefrontGenerated.render(
                out,
                null,
                shell,
                heading,
                shell.brand().description(),
                orders(visit, order, other -> "/?view=" + code(other) + "&from=" + code(origin)),
                origins(visit, origin, order),
                slice.rows(),
                busy,
                slice.pager()));
    }

    Reply topics(Visit visit) throws SQLException {
        List<TopicLink> topics = new ArrayList<>();
        for (Topics.Topic topic : site.read(sql -> new Topics(sql).busiest(TOPICS))) {
            topics.add(new TopicLink(
                    topic.tag(),
                    SiteAddress.topic(topic.tag()),
                    topic.threads(),
                    topic.description().isEmpty() ? "" : cards.markdown().excerpt(topic.description(), 160)));
        }
        Shell shell = visit.shell(visit.t("topics.title"), Section.TOPICS);
        return Reply.page(out -> JtetopicsGenerated.render(out, null, shell, topics, Pager.NONE));
    }

    Reply topic(Visit visit) throws SQLException {
        String tag = tag(visit);
        Order order = order(visit.query("view"), Order.NEWEST);
        String path = SiteAddress.topic(tag);
        Slice slice =
                slice(visit, order, Origin.ALL, Optional.of(tag), Optional.empty(), path + "?view=" + code(order));
        Optional<String> description = site.read(sql -> new Topics(sql).description(tag));
        if (slice.rows().isEmpty()
                && description.isEmpty()
                && visit.query("view").isEmpty()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        boolean start = visit.query("after").isEmpty();
        List<ExpertRow> known = start ? experts.in(tag, EXPERTS, visit.texts()) : List.of();
        Shell shell = visit.shell(tag, Section.TOPICS, start);
        return Reply.page(out -> JtetopicGenerated.render(
                out,
                null,
                shell,
                tag,
                description.map(text -> cards.markdown().html(text, "topic")).orElse(""),
                visit.moderates() ? path + "/edit" : "",
                known,
                orders(visit, order, other -> path + "?view=" + code(other)),
                slice.rows(),
                slice.pager()));
    }

    Reply editTopic(Visit visit) throws SQLException {
        String tag = tag(visit);
        String text = site.read(sql -> new Topics(sql).description(tag)).orElse("");
        return topicForm(visit, 200, tag, Form.of(Map.of("text", text)));
    }

    Reply saveTopic(Visit visit) throws Exception {
        String tag = tag(visit);
        FormCheck check = new FormCheck(visit);
        check.optionalText("text", DESCRIPTION);
        if (visit.wantsPreview()) {
            String html = cards.markdown().html(visit.field("text"), "preview");
            return topicForm(visit, 200, tag, check.form().withPreview(html));
        }
        if (check.failed()) {
            return topicForm(visit, 422, tag, check.form());
        }
        site.write(tx -> {
            new Topics(tx.sql()).describe(tag, FormCheck.lines(visit.field("text")), tx.now());
            return true;
        });
        return visits.done(SiteAddress.topic(tag), Notice.SAVED);
    }

    private Reply topicForm(Visit visit, int status, String tag, Form form) throws SQLException {
        Shell shell = visit.shell(visit.t("topic.edit"), Section.TOPICS, false);
        return Reply.page(
                status, out -> JtetopicEditGenerated.render(out, null, shell, form, tag, SiteAddress.topic(tag)));
    }

    Reply myQuestions(Visit visit) throws SQLException {
        ObjectKey member = visit.member().member();
        Slice slice = slice(
                visit, Order.NEWEST, Origin.ALL, Optional.empty(), Optional.of(member), "/my/questions?view=newest");
        String heading = visit.t("nav.myQuestions");
        Shell shell = visit.shell(heading, Section.NONE, false);
        return Reply.page(out ->
                JtelistGenerated.render(out, null, shell, heading, visit.t("my.empty"), slice.rows(), slice.pager()));
    }

    private Slice slice(
            Visit visit, Order order, Origin origin, Optional<String> tag, Optional<ObjectKey> author, String path)
            throws SQLException {
        Optional<Place> after = Place.ofText(visit.query("after"));
        Wish wish = new Wish(order, origin, tag, author, after, PER_PAGE + 1);
        List<Listed> found = site.read(sql -> new ThreadLists(sql, site.self()).page(wish));
        List<Listed> shown = found.size() > PER_PAGE ? found.subList(0, PER_PAGE) : found;
        String next = found.size() > PER_PAGE
                ? path + "&after=" + shown.get(PER_PAGE - 1).place(order).text()
                : null;
        return new Slice(cards.rows(shown, visit.texts()), new Pager(after.isPresent() ? path : null, next));
    }

    private static String tag(Visit visit) {
        String tag = visit.parameter("tag");
        if (!Tag.isTag(tag)) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return tag;
    }

    private interface AddressOf<T> {
        String of(T value);
    }

    private static List<Choice> orders(Visit visit, Order chosen, AddressOf<Order> address) {
        return List.of(
                new Choice(visit.t("front.active"), address.of(Order.ACTIVE), chosen == Order.ACTIVE),
                new Choice(visit.t("front.newest"), address.of(Order.NEWEST), chosen == Order.NEWEST),
                new Choice(visit.t("front.unanswered"), address.of(Order.UNANSWERED), chosen == Order.UNANSWERED));
    }

    private static List<Choice> origins(Visit visit, Origin chosen, Order order) {
        AddressOf<Origin> address = origin -> "/?view=" + code(order) + "&from=" + code(origin);
        return List.of(
                new Choice(visit.t("front.all"), address.of(Origin.ALL), chosen == Origin.ALL),
                new Choice(visit.t("front.here"), address.of(Origin.HERE), chosen == Origin.HERE),
                new Choice(visit.t("front.peers"), address.of(Origin.PEERS), chosen == Origin.PEERS));
    }

    private static Order order(String code, Order otherwise) {
        for (Order order : Order.values()) {
            if (code(order).equals(code)) {
                return order;
            }
        }
        return otherwise;
    }

    private static Origin origin(String code) {
        for (Origin origin : Origin.values()) {
            if (code(origin).equals(code)) {
                return origin;
            }
        }
        return Origin.ALL;
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
