package dev.maestro.registry.revisions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.EmbeddedDatabase;
import dev.maestro.registry.database.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry as our migrations alone make it. Made once, by running them in a database that is thrown
 * away; the rows are then kept in a file named after the migrations' hash, so that later reads need no
 * database and a changed migration is never missed.
 */
public final class ShippedRegistry {
    /** A file's lock is one per process; threads of one wait here. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path home;
    private final Runnable beforeMaking;

    /** The rows as {@code registry_as_of} gave them. */
    private record Kept(long revision, Map<String, List<JsonNode>> tables) {}

    /**
     * @param home         where state lives; the file goes into {@code cache/registry}, the programs of PostgreSQL are shared
     * @param beforeMaking called before the seconds that making takes
     */
    public ShippedRegistry(Path home, Runnable beforeMaking) {
        this.home = home;
        this.beforeMaking = beforeMaking;
    }

    /**
     * Milliseconds once it was made.
     *
     * @throws dev.maestro.registry.database.DatabaseUnavailableException when it must be made and no database can be started
     */
    public RegistrySnapshot snapshot() {
        try {
            Path folder = Files.createDirectories(home.resolve("cache/registry"));
            Path file = folder.resolve(ShippedMigrations.identity().value().substring("sha256:".length()) + ".json");
            Optional<RegistrySnapshot> kept = read(file);
            if (kept.isPresent()) {
                return kept.get();
            }
            synchronized (ONE_AT_A_TIME) {
                try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock _ = channel.lock()) {
                    Optional<RegistrySnapshot> others = read(file);
                    return others.isPresent() ? others.get() : made(folder, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the shipped registry under " + home + ": " + e.getMessage(), e);
        }
    }

    private RegistrySnapshot made(Path folder, Path file) throws IOException {
        beforeMaking.run();
        Kept kept = make();
        Path draft = Files.createTempFile(folder, "draft", ".json");
        Files.write(draft, Json.MAPPER.writeValueAsBytes(kept));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new RegistryRows(kept.tables()).snapshot(kept.revision());
    }

    /** Empty when there is none, or it is not what was written. */
    private static Optional<RegistrySnapshot> read(Path file) {
        try {
            Kept kept = Json.MAPPER.readValue(Files.readAllBytes(file), new TypeReference<Kept>() {});
            return Optional.of(new RegistryRows(kept.tables()).snapshot(kept.revision()));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private Kept make() throws IOException {
        // Beside the folder of the real database, so that the programs are found there and not unpacked once more.
        Path scratch = home.resolve("shipped-registry");
        deleteTree(scratch);
        try (EmbeddedDatabase server = EmbeddedDatabase.start(scratch, 0, Map.of("fsync", "off"));
                Database database = Database.connect(server.config(3))) {
            Migrations.migrate(database.dataSource(), Optional.empty(), RevisionCheck.NONE);
            return new Sql(database.dataSource()).with(connection -> {
                long newest = RevisionTables.newest(connection);
                return new Kept(newest, RevisionTables.rows(connection, newest));
            });
        } finally {
            deleteTree(scratch);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
