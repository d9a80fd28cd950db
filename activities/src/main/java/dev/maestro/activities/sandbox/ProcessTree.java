package dev.maestro.activities.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The resident memory of a process and of everything it started, from /proc. */
final class ProcessTree {
    private static final long PAGE_BYTES = 4_096;
    /** More processes than any limit lets start; a bound for a tree that changes under our eyes. */
    private static final int MOST = 500;

    private ProcessTree() {}

    /** The memory in bytes. Pages that processes share count for each of them, so it is at least what they use; a process that has ended counts nothing. */
    static long residentBytes(long root) {
        Deque<String> waiting = new ArrayDeque<>();
        waiting.add(String.valueOf(root));
        long bytes = 0;
        for (int seen = 0; !waiting.isEmpty() && seen < MOST; seen++) {
            Path process = Path.of("/proc", waiting.remove());
            bytes += resident(process);
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
                for (Path task : tasks) {
                    for (String child : Files.readString(task.resolve("children")).split(" ")) {
                        if (!child.isBlank()) {
                            waiting.add(child.strip());
                        }
                    }
                }
            } catch (IOException | java.nio.file.DirectoryIteratorException _) {
                // It ended.
            }
        }
        return bytes;
    }

    private static long resident(Path process) {
        try {
            String[] pages = Files.readString(process.resolve("statm")).split(" ");
            return Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException _) {
            return 0;
        }
    }
}
