package dev.maestro.app.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this process ends, whichever command it runs: what must be put in order is, then it exits; or it halts, where
 * libraries that compute are loaded. An exit would run their hooks and destructors while another thread still is
 * inside of them, and end in their fault (SIGSEGV, SIGABRT) instead of the status. Thread-safe.
 */
public final class ProcessEnd {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");
    /** What a process maps, where the kernel tells: address, rights, offset, device, inode, path. */
    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final Pattern COMPUTES = Pattern.compile("(/.*/)lib(?:onnxruntime|torch|djl_torch|tokenizers|opencv)[^/]*");
    /** Where ONNX Runtime unpacks itself, anew in each process, and OpenCV where it must; an exit deletes them. */
    private static final Pattern UNPACKED = Pattern.compile("(?:onnxruntime-java|maestro-opencv)\\d+");

    private static final ReentrantLock ENDS = new ReentrantLock();
    private static final Deque<Runnable> LAST = new ArrayDeque<>();
    private static volatile IntConsumer signalled = number -> end(128 + number);

    private ProcessEnd() {}

    /** Something to be done before the end, until it is closed: then it no longer is. */
    public interface Last extends AutoCloseable {
        @Override
        void close();
    }

    /** From now on TERM, INT and HUP end this process as {@link #end} does, with 128 and the signal's number; an ignored signal stays so. */
    public static void bySignals() {
        for (String name : SIGNALS) {
            if (!Signals.handle(name, number -> signalled.accept(number))) { // -Xrs: whoever asked for it wants the system's own way
                LOG.info("signal left alone name={}", name);
            }
        }
    }

    /** What a signal does from now on instead of ending the process: a command that ends by itself then. */
    public static void uponSignal(Runnable instead) {
        signalled = _ -> instead.run();
    }

    /** Runs {@code action} before the end, the youngest first; it may run while the command still works. */
    public static Last first(Runnable action) {
        synchronized (LAST) {
            LAST.push(action);
        }
        return () -> {
            synchronized (LAST) {
                LAST.remove(action);
            }
        };
    }

    /** Ends this process with {@code status}; does not return. Of several callers the first one's status counts. */
    public static void end(int status) {
        // Held for good: who comes later waits for the end.
        ENDS.lock();
        for (Runnable action = next(); action != null; action = next()) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("not put in order at the end", e);
            }
        }
        Set<Path> folders = computing();
        if (folders.isEmpty()) {
            System.exit(status);
        }
        folders.stream().filter(folder -> UNPACKED.matcher(folder.getFileName().toString()).matches()).forEach(ProcessEnd::delete);
        Runtime.getRuntime().halt(status);
    }

    private static Runnable next() {
        synchronized (LAST) {
            return LAST.poll();
        }
    }

    /** Folders of the loaded libraries that compute; a made-up one where nobody can tell. */
    static Set<Path> computing() {
        try (Stream<String> lines = Files.lines(MAPPED)) {
            return lines.map(COMPUTES::matcher).filter(Matcher::find).map(found -> Path.of(found.group(1))).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException _) {
            return Set.of(Path.of("unknown"));
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.info("left behind folder={}", folder, e);
        }
    }
}
