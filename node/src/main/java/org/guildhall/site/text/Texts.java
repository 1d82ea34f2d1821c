package org.guildhall.site.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The interface in one language. Texts come from {@code messages_XX.properties} (UTF-8) beside this class; a text holds
 * {@code {0}}, {@code {1}}… where values go. Immutable, shared by all requests.
 */
public final class Texts {

    private final Language language;
    private final Map<String, String> messages;
    private final DateTimeFormatter date;
    private final DateTimeFormatter dateTime;
    private final NumberFormat numbers;
    private final NumberFormat decimals;

    private Texts(Language language, Map<String, String> messages) {
        this.language = language;
        this.messages = messages;
        this.numbers = NumberFormat.getIntegerInstance(language.locale());
        this.decimals = NumberFormat.getNumberInstance(language.locale());
        this.date = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(language.locale())
                .withZone(ZoneOffset.UTC);
        this.dateTime = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language.locale())
                .withZone(ZoneOffset.UTC);
    }

    /** Reads all the bundles. */
    public static Map<Language, Texts> load() {
        Map<Language, Texts> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, new Texts(language, read(language)));
        }
        return all;
    }

    static Map<String, String> read(Language language) {
        String name = "messages_" + language.code() + ".properties";
        Properties properties = new Properties();
        try (InputStream bytes = Texts.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("the bundle " + name + " is missing");
            }
            properties.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle " + name + " cannot be read", e);
        }
        Map<String, String> messages = new HashMap<>();
        properties.forEach((key, value) -> messages.put((String) key, (String) value));
        return Map.copyOf(messages);
    }

    public Language language() {
        return language;
    }

    /** The text of a key with its values filled in; a whole number is written as the language writes it. */
    public String t(String key, Object... values) {
        String message = messages.get(key);
        if (message == null) {
            throw new IllegalArgumentException("no text for " + key + " in " + language.code());
        }
        return values.length == 0 ? message : fill(message, values);
    }

    /** The text for n things: {0} is n, {1}… are the values. */
    public String count(String key, long n, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = n;
        System.arraycopy(values, 0, all, 1, values.length);
        return t(key + "[" + Plural.of(language, Math.abs(n)).suffix() + "]", all);
    }

    public String number(long n) {
        // A format is not to be shared among threads, and a copy is far cheaper than a new one.
        return ((NumberFormat) numbers.clone()).format(n);
    }

    /** A number given in thousandths, with as many decimals as it has. */
    public String decimal(long thousandths) {
        return ((NumberFormat) decimals.clone()).format(BigDecimal.valueOf(thousandths, 3));
    }

    /** A day, in UTC. */
    public String date(Instant time) {
        return date.format(time);
    }

    /** A day and the time of day, in UTC. */
    public String dateTime(Instant time) {
        return dateTime.format(time) + " UTC";
    }

    private String fill(String message, Object[] values) {
        StringBuilder text = new StringBuilder(message.length() + 32);
        int from = 0;
        for (int open = message.indexOf('{'); open >= 0; open = message.indexOf('{', from)) {
            text.append(message, from, open);
            int index = open + 2 < message.length() && message.charAt(open + 2) == '}'
                    ? message.charAt(open + 1) - '0'
                    : -1;
            if (index >= 0 && index < values.length) {
                text.append(shown(values[index]));
                from = open + 3;
            } else {
                text.append('{');
                from = open + 1;
            }
        }
        return text.append(message, from, message.length()).toString();
    }

    private String shown(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return number(((Number) value).longValue());
        }
        return value instanceof Instant time ? date(time) : String.valueOf(value);
    }
}
