package dev.maestro.inference.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allocator of the C library, from which PyTorch takes a processor's memory. */
public final class Allocator {
    private static final Logger LOG = LoggerFactory.getLogger(Allocator.class);
    /** Of glibc; other libraries give memory back by themselves. */
    @SuppressWarnings("restricted") // the C library is what this class is for; the program runs with --enable-native-access
    private static final Optional<MethodHandle> TRIM = Linker.nativeLinker().defaultLookup().find("malloc_trim")
            .map(address -> Linker.nativeLinker().downcallHandle(address,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));

    private Allocator() {}

    /** Gives the system back what was freed and is kept for later; after work that takes much memory for a while. */
    public static void giveBack() {
        TRIM.ifPresent(trim -> {
            try {
                int _ = (int) trim.invokeExact(0L);
            } catch (Throwable e) {
                // What is kept is taken again by what comes next; nothing else depends on it.
                LOG.debug("memory was not given back", e);
            }
        });
    }
}
