package dev.maestro.registry.revisions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One SQL file of an operator's that is not in the operator's folder yet. */
final class OperatorFile {
    private final Path file;

    OperatorFile(Path file) {
        this.file = file;
    }

    String name() {
        return file.getFileName().toString();
    }

    void requireOneTransaction() {
        OperatorFolder.requireText(file);
    }

    /** @param pending files that have not run, this one among them unless its number is taken */
    void requireNext(List<String> pending) {
        List<String> others = pending.stream().filter(other -> !other.equals(name())).toList();
        if (!others.isEmpty()) {
            throw refused("the operator's folder holds files that have not run: " + String.join(", ", others)
                    + ". Run them first: maestro registry migrate", null);
        }
        if (pending.isEmpty()) {
            throw refused("a file of this number or a later one ran already. Give it the next number, e.g. V0007__what_it_adds.sql.", null);
        }
    }

    /** Runs {@code work} on a passing folder that holds the operator's files and this one. */
    <T> T amongThoseOf(Path folder, Function<Path, T> work) {
        try {
            Path trial = Files.createTempDirectory("maestro-rehearsal-");
            try {
                if (Files.isDirectory(folder)) {
                    copy(folder, trial);
                }
                if (Files.exists(trial.resolve(name()))) {
                    throw refused("the operator's folder holds a file of that name. Admit a file under a name of its own.", null);
                }
                Files.copy(file, trial.resolve(name()));
                return work.apply(trial);
            } finally {
                delete(trial);
            }
        } catch (IOException e) {
            throw refused("it cannot be laid out for a rehearsal: " + e.getMessage() + ". Check free space and permissions.", e);
        }
    }

    <T> T adoptedInto(Path folder, Supplier<T> work) {
        Path adopted = folder.resolve(name());
        try {
            Files.createDirectories(folder);
            Files.copy(file, adopted);
        } catch (IOException e) {
            throw refused("it cannot be put into " + folder + ": " + e.getMessage() + ".", e);
        }
        try {
            return work.get();
        } catch (RuntimeException e) {
            try {
                Files.deleteIfExists(adopted);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void copy(Path folder, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(OperatorFolder::isSql).toList()) {
                Path target = to.resolve(folder.relativize(each).toString());
                Files.createDirectories(target.getParent());
                Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private MigrationRefusedException refused(String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        return new MigrationRefusedException(name(), reason, cause);
    }
}
