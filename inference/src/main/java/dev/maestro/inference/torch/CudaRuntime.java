package dev.maestro.inference.torch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CUDA runtime that PyTorch has brought into this process. DJL looks for one on the system's library path, where a
 * PyTorch that came as a Python package does not put it, and then sees no device; this asks the one that is loaded. Thread-safe.
 */
final class CudaRuntime {
    private static final int SUCCESS = 0;
    private static final Path MAPPED = Path.of("/proc/self/maps");

    private final MethodHandle count;
    private final MethodHandle get;
    private final MethodHandle set;
    private final MethodHandle memory;
    private final MethodHandle text;

    /** Memory of a device in bytes. */
    record Memory(long free, long total) {}

    private CudaRuntime(SymbolLookup library) {
        var number = ValueLayout.JAVA_INT;
        var address = ValueLayout.ADDRESS;
        this.count = handle(library, "cudaGetDeviceCount", FunctionDescriptor.of(number, address));
        this.get = handle(library, "cudaGetDevice", FunctionDescriptor.of(number, address));
        this.set = handle(library, "cudaSetDevice", FunctionDescriptor.of(number, number));
        this.memory = handle(library, "cudaMemGetInfo", FunctionDescriptor.of(number, address, address));
        this.text = handle(library, "cudaGetErrorString", FunctionDescriptor.of(address, number));
    }

    @SuppressWarnings("restricted") // CUDA is what this class is for; the program runs with --enable-native-access
    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)), type);
    }

    /** @return empty where the process has none, as with natives for processors */
    @SuppressWarnings("restricted") // see handle
    static Optional<CudaRuntime> loaded() {
        try (Stream<String> lines = Files.lines(MAPPED)) {
            return libraryIn(lines).map(path -> new CudaRuntime(SymbolLookup.libraryLookup(path, Arena.global())));
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** @param maps lines as in {@code /proc/self/maps}: the path is what follows the fifth column */
    static Optional<Path> libraryIn(Stream<String> maps) {
        return maps.map(line -> line.split("\\s+", 6)).filter(columns -> columns.length == 6 && columns[5].startsWith("/"))
                .map(columns -> Path.of(columns[5]))
                .filter(path -> path.getFileName().toString().startsWith("libcudart.so")).findFirst();
    }

    /** Devices this process sees, 0 when none can be used. */
    int devices() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(ValueLayout.JAVA_INT);
            return (int) count.invokeExact(found) == SUCCESS ? found.get(ValueLayout.JAVA_INT, 0) : 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Why there is no device, in the runtime's words; empty where there are some. */
    @SuppressWarnings("restricted") // see handle
    Optional<String> trouble() {
        try (Arena arena = Arena.ofConfined()) {
            int error = (int) count.invokeExact(arena.allocate(ValueLayout.JAVA_INT));
            return error == SUCCESS
                    ? Optional.empty()
                    : Optional.of(((MemorySegment) text.invokeExact(error)).reinterpret(1024).getString(0) + " (CUDA error " + error + ")");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @return empty when the device does not tell */
    Optional<Memory> memory(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment total = arena.allocate(ValueLayout.JAVA_LONG);
            if ((int) get.invokeExact(before) != SUCCESS || (int) set.invokeExact(device) != SUCCESS) {
                return Optional.empty();
            }
            boolean told = (int) memory.invokeExact(free, total) == SUCCESS;
            // The device of a thread is PyTorch's business.
            boolean restored = (int) set.invokeExact(before.get(ValueLayout.JAVA_INT, 0)) == SUCCESS;
            return told && restored
                    ? Optional.of(new Memory(free.get(ValueLayout.JAVA_LONG, 0), total.get(ValueLayout.JAVA_LONG, 0)))
                    : Optional.empty();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The functions are plain C; what a handle throws is a fault of this class. */
    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("the CUDA runtime could not be called", e);
    }
}
