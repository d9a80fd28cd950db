package dev.maestro.inference.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory that this process may still take. */
public final class MachineMemory {
    private MachineMemory() {}

    /** The smaller of what the machine and the control group have left, file cache counted as free; a large number where neither tells. */
    public static long availableBytes() {
        long machine = field(Path.of("/proc/meminfo"), "MemAvailable:").orElse(Long.MAX_VALUE / 1024) * 1024;
        Path group = Path.of("/sys/fs/cgroup");
        OptionalLong limit = number(group.resolve("memory.max"));
        OptionalLong used = number(group.resolve("memory.current"));
        if (limit.isEmpty() || used.isEmpty()) {
            return machine;
        }
        long cache = field(group.resolve("memory.stat"), "inactive_file").orElse(0)
                + field(group.resolve("memory.stat"), "active_file").orElse(0);
        return Math.min(machine, Math.max(0, limit.getAsLong() - used.getAsLong() + cache));
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream().map(l -> l.split("\\s+")).filter(p -> p.length > 1 && p[0].equals(name))
                    .mapToLong(p -> Long.parseLong(p[1])).findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
