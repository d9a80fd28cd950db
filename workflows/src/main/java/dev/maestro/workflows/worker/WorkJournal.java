package dev.maestro.workflows.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What this process is doing, in a file that outlives it: whoever looks after its death reads what it died of. Entries are written into
 * mapped memory, which the kernel keeps when the process ends in any way; a lock that ends with the process says whether it lives.
 * Thread-safe.
 */
final class WorkJournal implements AutoCloseable {
    private static final String SUFFIX = ".work";
    private static final int SLOT = 256;
    private static final int SLOTS = 1_024;

    private final Path file;
    private final FileChannel channel;
    private final MappedByteBuffer memory;
    private final Deque<Integer> free = new ArrayDeque<>();

    private WorkJournal(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOT * SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            free.add(slot);
        }
    }

    /** What a process that is gone left behind. */
    record Left(long pid, List<String> work) {
        Left {
            work = List.copyOf(work);
        }
    }

    /** Begins a journal of this process in the folder, which is made when it is not there. */
    static WorkJournal begin(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(ProcessHandle.current().pid() + "-" + System.nanoTime() + SUFFIX);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.lock();
            return new WorkJournal(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
    }

    /** An entry that stands until it is closed. */
    interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    /** Notes that the work begins. More than a thousand at the same time are not noted. */
    Entry begin(String work) {
        byte[] text = work.getBytes(StandardCharsets.UTF_8);
        int slot;
        synchronized (this) {
            Integer next = free.poll();
            if (next == null || text.length > SLOT - 2) {
                if (next != null) {
                    free.push(next);
                }
                return () -> {};
            }
            slot = next;
            memory.put(slot * SLOT + 2, text);
            // The length last: who reads half of an entry reads none.
            memory.putShort(slot * SLOT, (short) text.length);
        }
        return () -> end(slot);
    }

    private synchronized void end(int slot) {
        memory.putShort(slot * SLOT, (short) 0);
        free.push(slot);
    }

    /** Reads the journals of processes that are gone, and takes them away. Of several who look at once, one gets each. */
    static List<Left> abandoned(Path folder) {
        List<Left> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                take(file, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return found;
    }

    private static void take(Path file, List<Left> found) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || !Files.exists(file)) {
                return;
            }
            String name = file.getFileName().toString();
            found.add(new Left(Long.parseLong(name.substring(0, name.indexOf('-'))), work(channel)));
            Files.deleteIfExists(file);
        } catch (OverlappingFileLockException | java.nio.file.NoSuchFileException _) {
            // Our own, or taken by another meanwhile.
        }
    }

    private static List<String> work(FileChannel channel) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(SLOT * SLOTS);
        channel.read(all, 0);
        List<String> work = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int length = all.getShort(slot * SLOT);
            if (length > 0 && length <= SLOT - 2) {
                byte[] text = new byte[length];
                all.get(slot * SLOT + 2, text);
                work.add(new String(text, StandardCharsets.UTF_8));
            }
        }
        return work;
    }

    /** Goes with the process; what would not end, although it was asked to, is left for others to see. */
    @Override
    public synchronized void close() {
        try {
            if (free.size() == SLOTS) {
                Files.deleteIfExists(file);
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take " + file + " away", e);
        }
    }
}
