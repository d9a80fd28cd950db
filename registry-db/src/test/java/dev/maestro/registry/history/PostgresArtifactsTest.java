package dev.maestro.registry.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.Artifacts.Artifact;
import dev.maestro.registry.testing.TestDatabase;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PostgresArtifactsTest {
    @Test
    void the_same_bytes_are_stored_once_and_come_back_as_they_were() {
        try (Database database = TestDatabase.fresh()) {
            Artifacts artifacts = new PostgresArtifacts(database.dataSource());
            for (int size : new int[]{0, 100, 300_000}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                ContentHash hash = artifacts.put(bytes, "image/png");
                assertThat(artifacts.put(bytes, "image/png")).isEqualTo(hash).isEqualTo(ContentHash.of(bytes));
                assertThat(artifacts.get(hash).orElseThrow().bytes()).isEqualTo(bytes);
            }
            assertThat(new Sql(database.dataSource()).one("select count(*) from artifacts", row -> row.getInt(1))).contains(3);
            assertThat(artifacts.get(ContentHash.of("nothing"))).isEmpty();
        }
    }

    @Test
    void the_first_artifact_derived_by_a_recipe_stands() {
        try (Database database = TestDatabase.fresh()) {
            Artifacts artifacts = new PostgresArtifacts(database.dataSource());
            ContentHash source = artifacts.put(new byte[]{1}, "image/png");
            assertThat(artifacts.derived(source, "jpeg;v=1")).isEmpty();
            Artifact first = artifacts.putDerived(source, "jpeg;v=1", new byte[]{2}, "image/jpeg");
            Artifact second = artifacts.putDerived(source, "jpeg;v=1", new byte[]{3}, "image/jpeg");
            assertThat(second.hash()).isEqualTo(first.hash());
            assertThat(second.bytes()).containsExactly(2);
            assertThat(artifacts.derived(source, "jpeg;v=1").orElseThrow().hash()).isEqualTo(first.hash());
        }
    }
}
