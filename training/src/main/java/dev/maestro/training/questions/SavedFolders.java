package dev.maestro.training.questions;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of weights that only served for a step. */
final class SavedFolders {
    private SavedFolders() {}

    /** With everything in it; nothing happens when it is not there. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepest) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, folder + ": " + e.getMessage(), e);
        }
    }
}
