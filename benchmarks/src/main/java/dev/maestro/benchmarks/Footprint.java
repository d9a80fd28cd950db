package dev.maestro.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Memory of this process, in bytes. Linux with glibc only.
 *
 * @param resident not counting pages of files
 * @param heap     of Java, after a collection
 * @param direct   buffers of Java outside of the heap
 * @param malloc   what C and C++ have asked for and not given back, the tensors among it
 */
record Footprint(long resident, long heap, long direct, long malloc) {
    static Footprint now() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        long resident = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))).sum();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return new Footprint(resident, runtime.totalMemory() - runtime.freeMemory(), direct, allocated());
    }

    @SuppressWarnings("restricted") // the C library counts what Java cannot see
    private static long allocated() {
        Linker linker = Linker.nativeLinker();
        MemoryLayout counts = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            var mallinfo = linker.downcallHandle(linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(counts));
            MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7); // mapped and small
        } catch (Throwable e) {
            throw new IllegalStateException("the C library does not count its memory", e);
        }
    }

    String row() {
        return String.format(Locale.ROOT, "%.1f | %.1f | %.2f | %.1f", resident / 1e6, heap / 1e6, direct / 1e6, malloc / 1e6);
    }
}
