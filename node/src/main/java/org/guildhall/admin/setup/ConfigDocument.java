package org.guildhall.admin.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.guildhall.signing.FileReason;

/**
 * JSON with comments, read strictly: every field is asked for by name, and one that nobody asked for is refused. Each
 * complaint names the file, the line, the field and the remedy.
 */
final class ConfigDocument {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A value with the line it stands on: Map of Located, List of Located, String, Long or Boolean. */
    private record Located(Object value, int line) {}

    private final Path file;

    private ConfigDocument(Path file) {
        this.file = file;
    }

    /** The outermost object of a file. */
    static Section read(Path file) throws SetupFault {
        ConfigDocument document = new ConfigDocument(file);
        try (JsonParser parser = JSON.createParser(Files.readString(file))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw document.fault(1, "the file must hold one JSON object, {…}");
            }
            Section root = document.new Section("", document.object(parser), 1);
            if (parser.nextToken() != null) {
                throw document.fault(
                        parser.currentTokenLocation().getLineNr(), "something follows the closing brace; remove it");
            }
            return root;
        } catch (NoSuchFileException e) {
            throw new SetupFault(
                    file + " is missing. Restore it from a backup, or make a new node with `guildhall init`.");
        } catch (StreamReadException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw document.fault(line, "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new SetupFault(file + " cannot be read: " + FileReason.of(e), e);
        }
    }

    private Map<String, Located> object(JsonParser parser) throws IOException, SetupFault {
        Map<String, Located> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            fields.put(name, new Located(value(parser, name), line));
        }
        return fields;
    }

    private Object value(JsonParser parser, String name) throws IOException, SetupFault {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Located> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    int line = parser.currentTokenLocation().getLineNr();
                    items.add(new Located(value(parser, name), line));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            default ->
                throw fault(
                        parser.currentTokenLocation().getLineNr(),
                        "\"" + name + "\" cannot be " + parser.getText()
                                + "; use a text, a whole number, true or false, or leave the field out");
        };
    }

    private SetupFault fault(int line, String what) {
        return new SetupFault(file + ", line " + line + ": " + what);
    }

    /** One object of the file. */
    final class Section {
        private final String prefix;
        private final Map<String, Located> fields;
        private final int line;
        private final Set<String> known = new TreeSet<>();

        private Section(String prefix, Map<String, Located> fields, int line) {
            this.prefix = prefix;
            this.fields = fields;
            this.line = line;
        }

        boolean has(String name) {
            known.add(name);
            return fields.containsKey(name);
        }

        String text(String name, String example) throws SetupFault {
            if (required(name, example).value() instanceof String text) {
                return text;
            }
            throw wrong(name, "must be a text in quotes", example);
        }

        String text(String name, String fallback, String example) throws SetupFault {
            return has(name) ? text(name, example) : fallback;
        }

        /** A text that {@code meaning} understands; it says in an IllegalArgumentException what it expects. */
        <T> T parsed(String name, T fallback, String example, Function<String, T> meaning) throws SetupFault {
            return has(name) ? parsed(name, example, meaning) : fallback;
        }

        <T> T parsed(String name, String example, Function<String, T> meaning) throws SetupFault {
            return parse(name, text(name, example), example, meaning);
        }

        int integer(String name, int least, int most, int example) throws SetupFault {
            String shown = String.valueOf(example);
            if (required(name, shown).value() instanceof Long number && number >= least && number <= most) {
                return number.intValue();
            }
            throw wrong(name, "must be a whole number from " + least + " to " + most, shown);
        }

        int integerOr(String name, int fallback, int least, int most) throws SetupFault {
            return has(name) ? integer(name, least, most, fallback) : fallback;
        }

        boolean flagOr(String name, boolean fallback) throws SetupFault {
            if (!has(name)) {
                return fallback;
            }
            if (required(name, "false").value() instanceof Boolean flag) {
                return flag;
            }
            throw wrong(name, "must be true or false, without quotes", String.valueOf(fallback));
        }

        <T> List<T> listOr(String name, List<T> fallback, String example, Function<String, T> meaning)
                throws SetupFault {
            if (!has(name)) {
                return fallback;
            }
            if (!(required(name, example).value() instanceof List<?> items)) {
                throw wrong(name, "must be a list of texts", example);
            }
            List<T> list = new ArrayList<>();
            for (Object item : items) {
                if (!(item instanceof Located located && located.value() instanceof String text)) {
                    throw wrong(name, "must be a list of texts", example);
                }
                list.add(parse(name, text, example, meaning));
            }
            return List.copyOf(list);
        }

        @SuppressWarnings("unchecked")
        Section sectionOrEmpty(String name, String example) throws SetupFault {
            if (!has(name)) {
                return new Section(prefix + name + ".", Map.of(), line);
            }
            Located found = required(name, example);
            if (found.value() instanceof Map<?, ?> inner) {
                return new Section(prefix + name + ".", (Map<String, Located>) inner, found.line());
            }
            throw wrong(name, "must be an object", example);
        }

        /** Refuses the fields that nobody asked for. */
        void refuseOthers() throws SetupFault {
            for (Map.Entry<String, Located> field : fields.entrySet()) {
                String name = field.getKey();
                if (!known.contains(name)) {
                    String nearest = known.stream()
                            .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
                            .filter(candidate -> distance(candidate, name) <= 3)
                            .map(candidate -> "; did you mean \"" + candidate + "\"?")
                            .orElse("; remove it. Known here: " + String.join(", ", known));
                    throw fault(field.getValue().line(), "\"" + prefix + name + "\" is not a field" + nearest);
                }
            }
        }

        /** A complaint about the value of a field that is there. */
        SetupFault wrong(String name, String rule, String example) {
            Located found = fields.get(name);
            return fault(
                    found == null ? line : found.line(),
                    "\"" + prefix + name + "\"" + (rule.startsWith("must") ? " " : ": ") + rule + "; for example "
                            + shown(name, example));
        }

        private <T> T parse(String name, String text, String example, Function<String, T> meaning) throws SetupFault {
            try {
                return meaning.apply(text);
            } catch (IllegalArgumentException e) {
                // The value is not repeated: it may be an address with a password.
                throw wrong(name, String.valueOf(e.getMessage()), example);
            }
        }

        private Located required(String name, String example) throws SetupFault {
            known.add(name);
            Located found = fields.get(name);
            if (found == null) {
                throw fault(line, "\"" + prefix + name + "\" is missing; add for example " + shown(name, example));
            }
            return found;
        }

        private String shown(String name, String example) {
            boolean bare = example.startsWith("[") || example.startsWith("{") || example.matches("true|false|\\d+");
            return "\"" + name + "\": " + (bare ? example : "\"" + example + "\"");
        }
    }

    /** Levenshtein's distance: how many letters to change, add or take away. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
