package dev.maestro.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class AccessTest {
    private static Database database;
    private static ApiKeys keys;
    private static ArtifactOwners owners;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        keys = new ApiKeys(database.dataSource());
        owners = new ArtifactOwners(database.dataSource());
        new Sql(database.dataSource()).run("insert into tenants (name) values ('other')");
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static ApiKey key(String id, Optional<Instant> expires) {
        return new ApiKey(id, ContentHash.of("secret").value(), "cret", "ci", "default", "user", "ann", HistorySamples.AT, expires,
                Optional.empty(), Optional.empty());
    }

    @Test
    void a_key_lets_in_until_it_expires_or_is_revoked() {
        Instant later = HistorySamples.AT.plusSeconds(60);
        keys.add(key("aaaa0001", Optional.of(later)));
        keys.add(key("aaaa0002", Optional.empty()));
        assertThat(keys.find("aaaa0001").orElseThrow().isValid(later.minusSeconds(1))).isTrue();
        assertThat(keys.find("aaaa0001").orElseThrow().isValid(later)).isFalse();
        assertThat(keys.revoke("aaaa0002", later)).isTrue();
        assertThat(keys.revoke("aaaa0002", later)).isFalse();
        assertThat(keys.find("aaaa0002").orElseThrow().isValid(HistorySamples.AT)).isFalse();
        assertThat(keys.find("aaaa0009")).isEmpty();
    }

    @Test
    void the_last_use_is_known_to_the_minute() {
        keys.add(key("bbbb0001", Optional.empty()));
        keys.used("bbbb0001", HistorySamples.AT);
        assertThat(keys.find("bbbb0001").orElseThrow().lastUsedAt()).contains(HistorySamples.AT.truncatedTo(ChronoUnit.MINUTES));
    }

    @Test
    void an_image_belongs_to_who_sent_it_and_to_whose_query_made_it() {
        ContentHash sent = ContentHash.of("sent");
        assertThat(owners.own("other", sent)).isTrue();
        assertThat(owners.own("other", sent)).isFalse();
        assertThat(owners.notOwned("default", List.of(sent))).containsExactly(sent);

        QueryHistory history = new PostgresQueryHistory(database.dataSource());
        history.accept(HistorySamples.query("made"));
        history.recordStep(HistorySamples.step("made", 1, "zoom", "Chart-R1", "", 0));
        assertThat(owners.notOwned("default", List.of(ContentHash.of("picture"), ContentHash.of("crop"), ContentHash.of("long reply"))))
                .isEmpty();
        assertThat(owners.owns("other", ContentHash.of("crop"))).isFalse();
    }
}
