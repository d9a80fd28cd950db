package dev.maestro.app.temporal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Copies, hashes and deletes files that are fetched. */
final class ScratchFiles {
    private ScratchFiles() {}

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                // The Go module cache is read-only by its own choice.
                file.getParent().toFile().setWritable(true);
                Files.deleteIfExists(file);
            }
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @throws IOException when the content is another one than was pinned */
    static void verify(Path file, String sha256) throws IOException {
        String actual = sha256(file);
        if (!actual.equals(sha256)) {
            throw new IOException("its SHA-256 is " + actual + ", expected " + sha256 + "; it was thrown away");
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
