package dev.maestro.registry.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whether processes that are not our children still run. {@link ProcessHandle#isAlive()} says yes to a
 * dead one that nobody has collected, and where the first process of a container collects no orphans
 * (a program started without an init), it says so for ever. Thread-safe.
 */
public final class Processes {
    private static final int LOOK_EVERY_MS = 20;

    private Processes() {}

    /** Whether it runs: it exists and is not merely waiting to be collected. */
    public static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    /**
     * Waits for its end.
     *
     * @return whether it ended within {@code patience}; false also when the thread was interrupted
     */
    public static boolean ended(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (runs(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Linux states it after the name, which is in parentheses and may hold any character (proc_pid_stat(5)). */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return state.startsWith("Z") || state.startsWith("X");
        } catch (IOException _) {
            // another system, or it has gone meanwhile
            return false;
        }
    }
}
