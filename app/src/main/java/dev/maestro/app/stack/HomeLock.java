package dev.maestro.app.stack;

import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The right to run a stack under one MAESTRO_HOME. One process holds it, and loses it when it ends in any way. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param command what we are, for those who come after us
     * @param patience how long to wait for a short-lived owner
     * @throws Problem {@code STACK_RUNNING} that names the owner
     */
    static HomeLock take(Path home, String command, Duration patience, Progress progress) {
        Path folder = home.resolve("run");
        Path owner = folder.resolve("owner");
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (!locked(channel)) {
                String who = Files.exists(owner) ? Files.readString(owner, StandardCharsets.UTF_8).strip() : "another process";
                if (System.nanoTime() > deadline) {
                    channel.close();
                    throw Problem.infrastructure(
                            StackErrors.STACK_RUNNING, "Maestro already runs under " + home + ": " + who
                                    + ". Use it as it is, stop it with `maestro down` or Ctrl-C there, or set another MAESTRO_HOME.",
                            null);
                }
                if (!told) {
                    progress.say("waiting for " + who + " to end");
                    told = true;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            PrivateHome.mend(home);
            // Aside first: who reads it finds a name or none, never half of one.
            Path aside = Files.writeString(folder.resolve("owner.new"), "maestro " + command + ", pid " + ProcessHandle.current().pid());
            Files.move(aside, owner, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return new HomeLock(channel);
        } catch (IOException e) {
            throw Problem.infrastructure(ProgramErrors.HOME_NOT_WRITABLE,
                    "cannot use " + folder + ": " + e.getMessage() + ". Free space, make it writable, or set MAESTRO_HOME.", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the lock ends with the process
        }
    }
}
