package org.guildhall.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guildhall.record.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What is in a table, as a number of rows and the sum of their hashes: equal for equal rows, in whatever order they lie. Two
 * such sums tell whether a rebuild made the same table again.
 */
public record TableContents(long rows, long sum) {
    private static final int PAGE = 2_000;

    /** How many columns, from the first on, tell rows apart, where it is not two. */
    private static final Map<String, Integer> KEY =
            Map.of("standing_fact", 5, "standing_sum", 5, "standing_total", 3, "projection", 1);

    /** The contents now; {@code table} is one of our own names. */
    public static TableContents of(Database database, String table) {
        Reads reads = new Reads(database.reads());
        String order = IntStream.rangeClosed(1, KEY.getOrDefault(table, 2))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        long rows = 0;
        long sum = 0;
        long[] page;
        do {
            long from = rows;
            page = reads
                    .ask(sql -> sql.query(
                            "select * from " + table + " order by " + order + " offset " + from + " rows fetch next "
                                    + PAGE + " rows only",
                            TableContents::hash))
                    .stream()
                    .mapToLong(hash -> hash)
                    .toArray();
            rows += page.length;
            sum += Arrays.stream(page).sum();
        } while (page.length == PAGE);
        return new TableContents(rows, sum);
    }

    private static long hash(ResultSet row) throws SQLException {
        int columns = row.getMetaData().getColumnCount();
        byte[][] parts = new byte[2 * columns][];
        for (int i = 0; i < columns; i++) {
            byte[] value = bytes(row.getObject(i + 1));
            parts[2 * i] = ByteBuffer.allocate(4).putInt(value.length).array();
            parts[2 * i + 1] = value;
        }
        return ByteBuffer.wrap(Sha256.of(parts)).getLong();
    }

    private static byte[] bytes(@Nullable Object value) {
        return value instanceof byte[] octets ? octets : String.valueOf(value).getBytes(UTF_8);
    }
}
