package dev.maestro.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.registry.testing.TestDatabase;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConnectionTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "postgres://ann:hunter22@db.example.org/maestro", "postgresql://ann:hun/ter22@db/maestro?sslmode=require",
        "jdbc:mysql://ann:hunter22@db/x",
        "ann:hunter22@db/maestro", "postgres://db/maestro?user=ann&password=hunter22", "host=db user=ann password=hunter22",
        "postgres://ann:hu@nt#er22?@db/maestro"})
    void a_refused_address_does_not_show_its_password(String url) {
        assertThatThrownBy(() -> new DatabaseConfig(url, "ann", "secret", 3)).hasMessageContaining("is not a PostgreSQL address")
                .message().doesNotContain("22").doesNotContain("hun");
        assertThat(new DatabaseConfig("jdbc:postgresql://ann:hunter22@db/maestro", "ann", "secret", 3).toString())
                .contains("jdbc:postgresql://db/maestro").doesNotContain("hunter22").doesNotContain("secret");
    }

    @Test
    @Tag("database")
    void a_pooler_that_keeps_sessions_apart_is_as_good_as_the_server() throws Exception {
        try (Database direct = TestDatabase.fresh();
                PoolerDouble pooler = before(direct, false);
                Database through = Database.connect(at(direct, pooler))) {
            Sql sql = new Sql(through.dataSource());
            assertThat(sql.list("select count(*) from experts", row -> row.getLong(1)).getFirst()).isPositive();
            assertThat(sql.list("show search_path", row -> row.getString(1))).containsExactly("maestro");
        }
    }

    @Test
    @Tag("database")
    void a_pooler_that_shares_connections_by_transaction_is_refused_by_name() throws Exception {
        try (Database direct = TestDatabase.fresh(); PoolerDouble pooler = before(direct, true)) {
            assertThatThrownBy(() -> Database.connect(at(direct, pooler)).close())
                    .hasMessageStartingWith("DATABASE_POOLER_UNFIT").hasMessageContaining("pool_mode = session");
        }
    }

    private static PoolerDouble before(Database database, boolean shared) throws Exception {
        URI server = URI.create(database.config().jdbcUrl().substring("jdbc:".length()));
        return new PoolerDouble(server.getHost(), server.getPort(), shared);
    }

    private static DatabaseConfig at(Database database, PoolerDouble pooler) {
        DatabaseConfig config = database.config();
        URI server = URI.create(config.jdbcUrl().substring("jdbc:".length()));
        return new DatabaseConfig("jdbc:postgresql://127.0.0.1:" + pooler.port() + server.getRawPath(), config.user(), config.password(),
                4);
    }
}
