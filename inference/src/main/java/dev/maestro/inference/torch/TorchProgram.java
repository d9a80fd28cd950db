package dev.maestro.inference.torch;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Tensor operations written as TorchScript source, kept as a resource and compiled by PyTorch when loaded: one
 * call runs any number of them without coming back to Java. Programs own no tensors, all of them are arguments.
 * Calls run without gradients unless asked for, on any one thread at a time.
 */
public final class TorchProgram implements AutoCloseable {
    private final PtSymbolBlock block;

    private TorchProgram(PtSymbolBlock block) {
        this.block = block;
    }

    /**
     * @param anchor class beside whose package the resource lies
     * @param name   name of the class in the source; the resource is {@code file}
     */
    public static TorchProgram load(TensorScope scope, Class<?> anchor, String file, String name) {
        try (InputStream in = anchor.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing beside " + anchor.getName());
            }
            byte[] archive = TorchArchive.pack(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return new TorchProgram(JniUtils.loadModule(scope.manager(), new ByteArrayInputStream(archive), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the result, to be closed by the caller */
    public IValue call(String method, IValue... arguments) {
        // Per thread, and threads change: profiling and fusing cost more than they save on shapes that never repeat.
        JniUtils.setGraphExecutorOptimize(false);
        return IValueUtils.runMethod(block, method, arguments);
    }

    /**
     * As {@link #call}, for methods that ask PyTorch for gradients themselves. What comes back should ask for none: detach it in the
     * method. Tensors that {@link #call} makes can never ask for any; those made here can.
     *
     * @return the result, to be closed by the caller
     */
    public IValue callWithGradients(String method, IValue... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        // Per thread.
        JniUtils.setGradMode(true);
        try {
            return GradientCalls.run(block, method, arguments);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public void close() {
        block.close();
    }
}
