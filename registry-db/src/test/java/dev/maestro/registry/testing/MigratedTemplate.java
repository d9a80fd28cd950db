package dev.maestro.registry.testing;

import dev.maestro.core.Json;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.revisions.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A database with every migration of ours applied, to be copied. Migrating takes seconds in every JVM of every module, so the
 * server keeps the template for the next one; its name tells all the code and SQL that made it, and another's is thrown away.
 */
final class MigratedTemplate {
    private static final String PREFIX = "template_";

    private MigratedTemplate() {}

    /** @return the name of the template on this server, made unless it is there */
    static String on(DatabaseConfig admin) {
        String name = PREFIX + identity();
        try (Database database = Database.connect(admin)) {
            Sql sql = new Sql(database.dataSource());
            List<String> kept = sql.list("select datname from pg_database where datname like 'template\\_%'", row -> row.getString(1));
            if (!kept.contains(name)) {
                kept.forEach(other -> sql.run("drop database " + other + " with (force)"));
                // Renamed when it is whole: a process may end in the middle of making it.
                String making = "test_template";
                sql.run("drop database if exists " + making + " with (force)");
                sql.run("create database " + making);
                try (Database template = Database.connect(TestDatabase.named(admin, making))) {
                    Migrations.migrate(template.dataSource(), Optional.empty(), RevisionCheck.NONE);
                }
                sql.run("alter database " + making + " rename to " + name);
            }
        }
        return name;
    }

    /** Of everything that migrates: the classes and resources of this module and of {@code core}. */
    private static String identity() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> of : List.of(Migrations.class, Json.class)) {
                Path place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
                try (Stream<Path> found = Files.walk(place)) {
                    for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(place.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
