package dev.maestro.training.torch;

import dev.maestro.core.FolderDigest;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A folder that is there as a whole or not at all: written aside, forced to the disk, and renamed.
 *
 * @param digest SHA-256 of its files' names, lengths and bytes, in hexadecimal
 * @param bytes  of all files
 */
public record SavedFolder(Path folder, String digest, long bytes) {
    /** Writes files into a folder. */
    public interface Content {
        void write(Path folder) throws IOException;
    }

    /** @throws MaestroException when the folder is there already, or cannot be written; then there is nothing new */
    public static SavedFolder write(Path folder, Content content) {
        Path aside = folder.resolveSibling("." + folder.getFileName() + ".part");
        if (Files.exists(folder)) {
            throw new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, folder + " is there already. Name a folder that is not.");
        }
        try {
            // What a crash may have left.
            delete(aside);
            Files.createDirectories(aside);
            content.write(aside);
            long bytes = 0;
            for (Path file : files(aside)) {
                force(file, StandardOpenOption.WRITE);
                bytes += Files.size(file);
            }
            force(aside, StandardOpenOption.READ);
            String digest = digest(aside);
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
            force(folder.toAbsolutePath().getParent(), StandardOpenOption.READ);
            return new SavedFolder(folder, digest, bytes);
        } catch (IOException | UncheckedIOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, folder + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** @throws MaestroException when the folder cannot be read */
    public static SavedFolder of(Path folder) {
        try {
            long bytes = 0;
            for (Path file : files(folder)) {
                bytes += Files.size(file);
            }
            return new SavedFolder(folder, digest(folder), bytes);
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_STATE_INVALID, folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Of a folder that is there. */
    public static String digest(Path folder) throws IOException {
        return FolderDigest.of(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        return FolderDigest.files(folder);
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }
}
