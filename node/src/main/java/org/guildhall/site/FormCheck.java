package org.guildhall.site;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.guildhall.admission.Closing;
import org.guildhall.admission.Lacking;
import org.guildhall.admission.Refusal;
import org.guildhall.admission.SigningPermit;
import org.guildhall.record.Limits;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Tag;
import org.guildhall.site.view.Form;
import org.guildhall.site.web.Reply;

/** Checks the fields of a form and gathers the messages to stand beside them. */
final class FormCheck {
    private static final int SHORTEST_TITLE = 8;
    private static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 200;

    private final Visit visit;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private Optional<Duration> wait = Optional.empty();
    private boolean notNow;
    private boolean lacking;

    FormCheck(Visit visit) {
        this.visit = visit;
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    /** Says when to try again; what was typed stays in the form. */
    void tooFast(Duration untilNext) {
        wait = Optional.of(untilNext);
        say("", visit.texts().count("form.tooFast", minutes(untilNext)));
    }

    private static long minutes(Duration time) {
        return Math.max(1, time.plusSeconds(59).toMinutes());
    }

    /** The page with the form and its messages, which {@code page} makes for a status. */
    Reply refused(PageWithStatus page) throws Exception {
        if (wait.isEmpty()) {
            return page.make(notNow ? 503 : lacking ? 403 : 422);
        }
        return page.make(429).header("retry-after", String.valueOf(minutes(wait.get()) * 60));
    }

    /** Makes a page with the form on it. */
    interface PageWithStatus {
        Reply make(int status) throws Exception;
    }

    /** The form as it was sent, with the messages. */
    Form form() {
        return new Form(visit.form(), errors, null);
    }

    /** Why the gate refused what was sent. */
    void say(Refusal refusal) {
        notNow = refusal.code().equals(SigningPermit.NOT_SIGNING);
        lacking = refusal instanceof Lacking;
        say("", words(refusal));
    }

    private String words(Refusal refusal) {
        if (refusal instanceof Lacking missing) {
            return PrivilegeWords.of(visit.texts(), missing);
        }
        return switch (refusal.code()) {
            case SigningPermit.NOT_SIGNING -> visit.t("form.notSigning");
            case Closing.THREAD_CLOSED -> visit.t("answer.closed");
            default -> visit.t("form.refused", refusal.code());
        };
    }

    /** A message beside a field, or about the whole form when {@code field} is "". */
    void say(String field, String message) {
        errors.putIfAbsent(field, message);
    }

    String title() {
        String title = line("title");
        if (title.isEmpty()) {
            say("title", visit.t("form.title.missing"));
        } else if (length(title) < SHORTEST_TITLE && title.codePoints().noneMatch(Character::isIdeographic)) {
            say("title", visit.t("form.title.short"));
        } else if (length(title) > Limits.TITLE) {
            say("title", visit.t("form.title.long", Limits.TITLE));
        }
        return title;
    }

    /** The Markdown of a post; {@code longest} in code points. */
    String text(int longest) {
        String text = optionalText("text", longest);
        if (text.isBlank()) {
            say("text", visit.t("form.text.missing"));
        }
        return text;
    }

    String optionalText(String field, int longest) {
        String text = lines(visit.field(field));
        if (length(text) > longest) {
            say(field, visit.t("form.text.long", longest));
        } else if (!storable(text)) {
            say(field, visit.t("form.text.bad"));
        }
        return text;
    }

    /** Tags, separated by blanks or commas; capitals become small. */
    List<String> topics() {
        Set<String> tags = new TreeSet<>();
        for (String tag : visit.field("topics").toLowerCase(Locale.ROOT).split("[\\s,;，、；]+", -1)) {
            if (tag.isEmpty()) {
                continue;
            }
            if (!Tag.isTag(tag)) {
                say("topics", visit.t("form.topics.bad", tag));
            }
            tags.add(tag);
        }
        if (tags.isEmpty()) {
            say("topics", visit.t("form.topics.missing"));
        } else if (tags.size() > Limits.TAGS) {
            say("topics", visit.t("form.topics.many"));
        }
        return List.copyOf(tags);
    }

    String language() {
        String language = visit.field("language");
        if (!ContentLanguages.isTag(language)) {
            say("language", visit.t("form.language.bad"));
        }
        return language;
    }

    String handle() {
        String handle = visit.field("handle").strip();
        if (!MemberProfile.isHandle(handle)) {
            say("handle", visit.t("register.handle.bad"));
        }
        return handle;
    }

    String name() {
        String name = line("name");
        if (name.isEmpty() || length(name) > Limits.NAME) {
            say("name", visit.t("register.name.bad"));
        }
        return name;
    }

    String affiliation() {
        String affiliation = line("affiliation");
        if (length(affiliation) > Limits.AFFILIATION) {
            say("affiliation", visit.t("register.affiliation.long"));
        }
        return affiliation;
    }

    /** A new password. {@code handle}: the account's, which it must not be made of. */
    String password(String handle) {
        String password = visit.field("password");
        if (length(password) < SHORTEST_PASSWORD) {
            say("password", visit.t("password.short"));
        } else if (length(password) > LONGEST_PASSWORD) {
            say("password", visit.t("password.long"));
        } else if (easy(password, handle)) {
            say("password", visit.t("password.easy"));
        }
        return password;
    }

    /** Few different characters, runs of the keyboard, or little more than the user name. */
    private static boolean easy(String password, String handle) {
        String lower = password.toLowerCase(Locale.ROOT);
        boolean monotonous = lower.chars().distinct().count() < 5;
        boolean run = "01234567890123456789".contains(lower)
                || "qwertzuiopasdfghjkl".contains(lower)
                || "qwertyuiopasdfghjkl".contains(lower)
                || lower.startsWith("password");
        boolean named = !handle.isEmpty() && lower.replace(handle, "").length() < 4;
        return monotonous || run || named;
    }

    /** One line without blanks at its ends; characters that cannot be shown are left out. */
    String line(String field) {
        StringBuilder line = new StringBuilder();
        visit.field(field)
                .strip()
                .codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE && !turns(c))
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Marks that turn the direction of what follows, on the whole page if nobody ends it: names need none. */
    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Line ends as one newline each, as Markdown and records have them. */
    static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
    }

    private static boolean storable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0
                        || Character.getType(c) == Character.SURROGATE
                        || (Character.isISOControl(c) && c != '\n' && c != '\t'));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
