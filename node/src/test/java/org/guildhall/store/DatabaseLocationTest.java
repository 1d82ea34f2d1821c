package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseLocationTest {

    @Test
    void readsAServer() {
        assertThat(DatabaseLocation.parse("postgresql://ann:p%40ss+w@db.example:5433/hall?sslmode=verify-full"))
                .isEqualTo(new DatabaseLocation.Server(
                        "db.example", 5433, "hall", "ann", "p@ss+w", Map.of("sslmode", "verify-full")));
        assertThat(DatabaseLocation.parse("postgresql://ann@db.example/hall"))
                .isEqualTo(new DatabaseLocation.Server("db.example", 5432, "hall", "ann", "", Map.of()));
    }

    @Test
    void takesAnythingElseForADirectory() {
        assertThat(DatabaseLocation.parse("/var/lib/guildhall/db"))
                .isEqualTo(new DatabaseLocation.Embedded(Path.of("/var/lib/guildhall/db")));
    }

    @Test
    void neverShowsThePassword() {
        assertThat(DatabaseLocation.parse("postgresql://ann:geheim@db.example/hall")
                        .toString())
                .doesNotContain("geheim")
                .contains("ann@db.example");
        for (String wrong : new String[] {"postgresql://ann:geheim@/hall", "postgresql://ann:geheim@db example/hall"}) {
            assertThatThrownBy(() -> DatabaseLocation.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
        }
    }
}
