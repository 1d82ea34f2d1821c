package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("concurrent")
class DatabaseTest {

    @EachDatabase
    void hasEveryTableAndColumnThatTheMigrationsName(Database database) throws Exception {
        List<String> columns = strings(
                database,
                "select table_name || '.' || column_name || case is_nullable when 'YES' then '?' else '' end"
                        + " from information_schema.columns where table_schema = 'public'"
                        + " and table_name <> 'flyway_schema_history'");

        assertThat(columns).containsExactlyInAnyOrderElementsOf(columnsOfTheMigrations());
    }

    /** What all migrations in their order leave, as table.column, with a question mark where null may stand. */
    private static List<String> columnsOfTheMigrations() throws Exception {
        List<Path> migrations;
        try (Stream<Path> files =
                Files.list(Path.of(Database.class.getResource("/db/migration").toURI()))) {
            migrations =
                    files.sorted(Comparator.comparing(DatabaseTest::version)).toList();
        }
        Map<String, List<String>> tables = new HashMap<>();
        for (Path file : migrations) {
            for (String statement :
                    Files.readString(file).replaceAll("--[^\n]*", "").split(";", -1)) {
                apply(statement.strip(), tables);
            }
        }
        List<String> columns = new ArrayList<>();
        tables.forEach((table, names) -> names.forEach(name -> columns.add(table + "." + name)));
        assertThat(columns).hasSizeGreaterThan(100);
        return columns;
    }

    /** Of {@code V9_1__node_keys.sql}, 901. */
    private static int version(Path file) {
        Matcher parts = Pattern.compile("V(\\d+)(?:_(\\d+))?__.*")
                .matcher(file.getFileName().toString());
        assertThat(parts.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(parts.group(1)) * 100 + (parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)));
    }

    private static void apply(String statement, Map<String, List<String>> tables) {
        Matcher table = Pattern.compile("create table (\\w+) \\((.*)\\)", Pattern.DOTALL)
                .matcher(statement);
        Matcher column = Pattern.compile("alter table (\\w+) add (?:column )?(\\w+) (.*)", Pattern.DOTALL)
                .matcher(statement);
        Matcher renamed = Pattern.compile("alter table (\\w+) rename to (\\w+)").matcher(statement);
        Matcher dropped = Pattern.compile("drop table (\\w+)").matcher(statement);
        if (table.matches()) {
            tables.put(table.group(1), columns(table.group(2)));
        } else if (column.matches()) {
            tables.get(column.group(1)).add(column.group(2) + (column.group(3).contains("not null") ? "" : "?"));
        } else if (renamed.matches()) {
            tables.put(renamed.group(2), tables.remove(renamed.group(1)));
        } else if (dropped.matches()) {
            tables.remove(dropped.group(1));
        }
    }

    private static List<String> columns(String definition) {
        TreeSet<String> key = new TreeSet<>();
        Matcher keys = Pattern.compile("\n\\s*primary key \\(([^)]*)\\)").matcher(definition);
        if (keys.find()) {
            key.addAll(List.of(keys.group(1).split(", *")));
        }
        List<String> columns = new ArrayList<>();
        for (String line : definition.lines().toList()) {
            Matcher column = Pattern.compile("^  (\\w+) +(?!key)(.*)").matcher(line);
            if (column.find() && !column.group(1).equals("primary")) {
                String rest = column.group(2).toLowerCase(Locale.ROOT);
                boolean required =
                        rest.contains("not null") || rest.contains("primary key") || key.contains(column.group(1));
                columns.add(column.group(1) + (required ? "" : "?"));
            }
        }
        return columns;
    }

    @EachDatabase
    void readsOnOtherConnectionsWhatWasMadeDurable(Database database) throws Exception {
        Connection writer = database.writeConnection();
        execute(writer, "insert into setting (name, value) values ('colour', 'green')");
        assertThat(strings(database, "select value from setting")).isEmpty();

        database.makeDurable(writer);

        assertThat(strings(database, "select value from setting")).containsExactly("green");
        assertThat(database.failure()).isNull();
    }

    @EachDatabase
    void keepsWhatWasMadeDurableAndNothingElseWhenReopened(DatabaseLocation location) throws Exception {
        try (Database database = Database.open(location)) {
            execute(database.writeConnection(), "insert into setting (name, value) values ('kept', 'x')");
            database.makeDurable(database.writeConnection());
            execute(database.writeConnection(), "insert into setting (name, value) values ('dropped', 'x')");
        }
        try (Database database = Database.open(location)) {
            assertThat(strings(database, "select name from setting")).containsExactly("kept");
        }
    }

    @EachDatabase
    void refusesASecondWriter(DatabaseLocation location) throws Exception {
        try (Database database = Database.open(location)) {
            assertThatThrownBy(() -> Database.open(location))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageStartingWith("another process");
            assertThat(strings(database, "select 'still open'")).containsExactly("still open");
        }
        Database.open(location).close();
    }

    @EachDatabase
    void refusesADatabaseThatANewerProgramMade(DatabaseLocation location) throws Exception {
        try (Database database = Database.open(location)) {
            execute(
                    database.writeConnection(),
                    "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, installed_on, execution_time, success) values (1000, '9999', 'later', 'SQL',"
                            + " 'V9999__later.sql', 1, 'x', current_timestamp, 1, true)");
            database.makeDurable(database.writeConnection());
        }
        assertThatThrownBy(() -> Database.open(location))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("newer (version 9999)");
    }

    @EachDatabase
    void sortsNullsAlike(Database database) throws Exception {
        assertThat(strings(database, "select coalesce(x, '-') from (values ('b'), (null), ('a')) as t (x) order by x"))
                .containsExactly("a", "b", "-");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> strings(Database database, String sql) throws SQLException {
        try (Connection connection = database.reads().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
