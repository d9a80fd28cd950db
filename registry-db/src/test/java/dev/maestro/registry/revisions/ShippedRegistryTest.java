package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.testing.SeededRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ShippedRegistryTest {
    /** Where the test server keeps the programs of PostgreSQL, so that they are not unpacked once more. */
    private final Path home = Path.of(System.getProperty("java.io.tmpdir"), "maestro-tests-" + System.getProperty("user.name"));

    private final AtomicInteger made = new AtomicInteger();
    private final ShippedRegistry shipped = new ShippedRegistry(home, made::incrementAndGet);

    private List<Path> kept() throws IOException {
        Path folder = home.resolve("cache/registry");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @AfterEach
    void forget() throws IOException {
        for (Path file : kept()) {
            Files.delete(file);
        }
    }

    @Test
    void it_is_what_the_database_holds_made_by_one_of_several_who_come_at_once_and_read_from_then_on() throws Exception {
        RegistrySnapshot served = SeededRegistry.snapshot();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RegistrySnapshot>> all = IntStream.range(0, 4).mapToObj(_ -> callers.submit(shipped::snapshot)).toList();
            for (Future<RegistrySnapshot> each : all) {
                assertThat(each.get().content()).isEqualTo(served.content());
                assertThat(each.get().revision()).isEqualTo(served.revision());
            }
        }
        assertThat(new ShippedRegistry(home, made::incrementAndGet).snapshot().content()).isEqualTo(served.content());
        assertThat(made).hasValue(1);
        assertThat(kept()).hasSize(1);
        assertThat(home.resolve("shipped-registry")).doesNotExist();

        Files.writeString(kept().getFirst(), "{\"revision\": 1, \"tab");
        assertThat(shipped.snapshot().content()).as("a file cut short is made again").isEqualTo(served.content());
        assertThat(made).hasValue(2);
    }

    @Test
    void its_identity_covers_every_migration() throws IOException {
        assertThat(ShippedMigrations.names()).contains("V0001__create_registry.sql", "V0019__seed_prompts.sql").isSorted();
        assertThat(ShippedMigrations.identity()).isEqualTo(ShippedMigrations.identity());
    }
}
