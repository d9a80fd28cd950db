package dev.maestro.training.run;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps its states and checkpoints: folders named after their step, each written aside and renamed when it is
 * whole. One process at a time holds it.
 */
public final class RunFolder implements AutoCloseable {
    private static final String WHOLE = "[0-9]{8}";
    /** Where the newest one was damaged, deleting it leaves another to go on from. */
    private static final int STATES_KEPT = 2;

    private final Path root;
    private final FileChannel channel;

    private RunFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws MaestroException when another process trains the run, or the folder cannot be written */
    public static RunFolder hold(Path root) {
        @Nullable
        FileChannel channel = null;
        try {
            Files.createDirectories(root.resolve("states"));
            Files.createDirectories(root.resolve("checkpoints"));
            channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw busy(root);
            }
            return new RunFolder(root, channel);
        } catch (OverlappingFileLockException _) {
            close(channel);
            throw busy(root);
        } catch (IOException e) {
            close(channel);
            throw unwritable(root, e);
        } catch (MaestroException e) {
            close(channel);
            throw e;
        }
    }

    private static MaestroException busy(Path root) {
        return new MaestroException(TrainingErrors.TRAINING_BUSY, "another process holds " + root.resolve("lock")
                + ". It is asked again until that one has ended.");
    }

    private static MaestroException unwritable(Path root, IOException e) {
        return new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, root + ": " + e.getMessage(), e);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // the lock goes with the process at the latest
        }
    }

    /** The newest state that is whole. */
    public Optional<Path> newestState() {
        return whole("states").stream().max(Comparator.naturalOrder());
    }

    /** The step that a state or checkpoint was written after. */
    public static long stepOf(Path folder) {
        return Long.parseLong(folder.getFileName().toString());
    }

    /** Where the state after a step belongs. */
    public Path state(long step) {
        return root.resolve("states").resolve("%08d".formatted(step));
    }

    /** Where the checkpoint of a step belongs. */
    public Path checkpoint(long step) {
        return root.resolve("checkpoints").resolve("%08d".formatted(step));
    }

    /** Deletes all states but the newest, and what a process that died left half-written. */
    public void prune() {
        List<Path> states = whole("states").stream().sorted().toList();
        states.subList(0, Math.max(0, states.size() - STATES_KEPT)).forEach(this::delete);
        for (String kind : List.of("states", "checkpoints")) {
            list(kind).stream().filter(path -> !path.getFileName().toString().matches(WHOLE)).forEach(this::delete);
        }
    }

    private List<Path> whole(String kind) {
        return list(kind).stream().filter(path -> path.getFileName().toString().matches(WHOLE)).toList();
    }

    private List<Path> list(String kind) {
        try (Stream<Path> all = Files.list(root.resolve(kind))) {
            return all.toList();
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private void delete(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
