package dev.maestro.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of processes and their children, from {@code /proc}: user and system time, of children that
 * ended too where their parent waited for them. Linux only.
 */
final class ProcessTimes {
    /** Ticks a second of the times in {@code /proc}: 100 on every Linux we run on ({@code getconf CLK_TCK}). */
    private static final double TICKS_PER_MS = 0.1;

    private final List<Long> roots;

    ProcessTimes(Long... roots) {
        this.roots = List.of(roots);
    }

    double cpuMs() {
        double ms = 0;
        for (long root : roots) {
            ProcessHandle handle = ProcessHandle.of(root).orElseThrow(() -> new IllegalStateException("process " + root + " is gone"));
            ms += Stream.concat(Stream.of(handle), handle.descendants()).mapToDouble(p -> cpuMs(p.pid())).sum();
        }
        return ms;
    }

    private static double cpuMs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // utime, stime, cutime, cstime: fields 14 to 17 of proc(5)
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]) + Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
            return ticks / TICKS_PER_MS;
        } catch (IOException e) {
            return 0; // it ended between the listing and the look; its parent has its time
        }
    }
}
