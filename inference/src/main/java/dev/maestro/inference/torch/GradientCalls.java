package dev.maestro.inference.torch;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Methods of a program run with gradients. The bridge can do that, but offers it for lists of tensors only; with other arguments
 * its public call turns gradients off, so this calls what lies behind it.
 */
final class GradientCalls {
    private static final MethodHandle RUN;
    private static final MethodHandle VALUE;

    static {
        try {
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(IValueUtils.class, MethodHandles.lookup());
            Class<?> library = inside.findClass("ai.djl.pytorch.jni.PyTorchLibrary");
            Object instance = inside.findStaticGetter(library, "LIB", library).invoke();
            RUN = inside.findVirtual(library, "moduleRunMethod",
                    MethodType.methodType(long.class, long.class, String.class, long[].class, boolean.class, boolean.class))
                    .bindTo(instance);
            VALUE = inside.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private GradientCalls() {}

    static IValue run(PtSymbolBlock block, String method, IValue... arguments) {
        long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
        try {
            return (IValue) VALUE.invokeExact((long) RUN.invokeExact((long) block.getHandle(), method, handles, true, false));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the bridge to PyTorch could not be called", e);
        }
    }
}
