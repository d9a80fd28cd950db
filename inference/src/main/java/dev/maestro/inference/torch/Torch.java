package dev.maestro.inference.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import dev.maestro.policy.checkpoint.TorchUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** PyTorch, loaded into this process. There is one, started on first use. Thread-safe. */
public final class Torch {
    private static final String LIBRARIES = "PYTORCH_LIBRARY_PATH";

    private static @Nullable Torch started;

    private final Engine engine;
    private final TorchSettings settings;

    private Torch(Engine engine, TorchSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /**
     * Starts PyTorch, or returns the one that runs; then other natives than its own are refused.
     *
     * @throws TorchUnavailableException with the reason and what to do about it
     */
    public static synchronized Torch start(TorchSettings settings) {
        Torch torch = started;
        if (torch == null) {
            torch = new Torch(load(settings), settings);
            started = torch;
        } else if (!torch.settings.libraries().equals(settings.libraries())) {
            throw new TorchUnavailableException(TorchErrors.TORCH_ALREADY_STARTED, "PyTorch runs in this process with natives from "
                    + from(torch.settings) + ", now asked for " + from(settings)
                    + ". Use another process.");
        }
        if (settings.threads() > 0) {
            JniUtils.setNumThreads(settings.threads());
        }
        return torch;
    }

    private static Engine load(TorchSettings settings) {
        prepare(settings);
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            String cause = cause(e);
            String driver = cause.contains("libcuda.so")
                    ? " The driver of the CUDA device is not installed on this machine: install it, or leave these natives out and compute on the processor."
                    : "";
            throw new TorchUnavailableException(TorchErrors.TORCH_NATIVES_UNUSABLE, "PyTorch " + TorchSettings.VERSION + " ("
                    + settings.flavor()
                    + ") from " + from(settings) + " does not load: " + cause + "." + driver
                    + " Natives are bundled for Linux on x86-64 with glibc 2.28 or newer; for CUDA give the torch/lib folder of PyTorch "
                    + TorchSettings.VERSION
                    + " and its flavor. A damaged " + settings.cache() + " may be deleted, it is unpacked again.", e);
        }
    }

    /** The engine reads these when it is first touched; nothing may be fetched or reported over the network. */
    private static void prepare(TorchSettings settings) {
        try {
            Files.createDirectories(settings.cache());
        } catch (IOException e) {
            throw new TorchUnavailableException(TorchErrors.TORCH_CACHE_UNUSABLE,
                    "natives cannot be unpacked under " + settings.cache() + ": "
                            + e.getMessage() + ". Free space or choose another folder.",
                    e);
        }
        System.setProperty("DJL_CACHE_DIR", settings.cache().toString());
        System.setProperty("ENGINE_CACHE_DIR", settings.cache().toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // One stream of operations at a time; a second pool of threads would only get in its way.
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        // Where the folder is no library's, the engine would quietly take the bundled one instead.
        settings.libraries().or(Torch::libraries).filter(folder -> !Files.isRegularFile(folder.resolve(System.mapLibraryName("torch"))))
                .ifPresent(_ -> {
                    throw new TorchUnavailableException(TorchErrors.TORCH_NATIVES_MISSING, "no " + System.mapLibraryName("torch") + " in "
                            + from(settings) + ". Give the torch/lib folder of an installed PyTorch " + TorchSettings.VERSION + ".");
                });
        settings.libraries().ifPresent(folder -> {
            System.setProperty(LIBRARIES, folder.toString());
            System.setProperty("PYTORCH_VERSION", TorchSettings.VERSION);
            System.setProperty("PYTORCH_FLAVOR", settings.flavor());
        });
    }

    /** Named in the environment, which the engine reads by itself. */
    private static Optional<Path> libraries() {
        return Optional.ofNullable(System.getenv(LIBRARIES)).filter(path -> !path.isBlank()).map(Path::of);
    }

    private static String from(TorchSettings settings) {
        return settings.libraries().map(Path::toString).or(() -> libraries().map(path -> path + " (" + LIBRARIES + ")"))
                .orElse("the bundled library");
    }

    private static String cause(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    /** Whether a CUDA device can be used with these natives. */
    public boolean hasCuda() {
        return cudaDevices() > 0;
    }

    /** CUDA devices that can be used with these natives. */
    public int cudaDevices() {
        if (!engine.hasCapability("CUDA")) {
            return 0;
        }
        return CudaRuntime.loaded().map(CudaRuntime::devices).orElseGet(engine::getGpuCount);
    }

    /** Free memory of a CUDA device, where it can be told. */
    public OptionalLong freeCudaBytes(int index) {
        Optional<CudaRuntime.Memory> memory = CudaRuntime.loaded().flatMap(runtime -> runtime.memory(index));
        if (memory.isPresent()) {
            return OptionalLong.of(memory.get().free());
        }
        try {
            var usage = CudaUtils.getGpuMemory(Device.gpu(index));
            return OptionalLong.of(usage.getMax() - usage.getCommitted());
        } catch (RuntimeException | LinkageError e) {
            return OptionalLong.empty();
        }
    }

    public TensorScope openCpu() {
        return new TensorScope((PtNDManager) engine.newBaseManager(Device.cpu()));
    }

    /**
     * @param index from 0, among the devices that CUDA_VISIBLE_DEVICES leaves to this process
     * @throws TorchUnavailableException when there is no such device
     */
    public TensorScope openCuda(int index) {
        refuse(index, cudaDevices(), settings.flavor(), CudaRuntime.loaded().flatMap(CudaRuntime::trouble));
        return new TensorScope((PtNDManager) engine.newBaseManager(Device.gpu(index)));
    }

    static void refuse(int index, int devices, String flavor, Optional<String> trouble) {
        if (devices == 0) {
            throw new TorchUnavailableException(TorchErrors.CUDA_UNAVAILABLE, "no CUDA device can be used with " + flavor + " natives"
                    + trouble.map(t -> ": " + t).orElse("") + ". Give natives for CUDA and a machine with a device, or choose cpu.");
        }
        if (index >= devices) {
            throw new TorchUnavailableException(TorchErrors.CUDA_DEVICE_MISSING,
                    "cuda:" + index + " was asked for, and this process sees " + devices
                            + " CUDA device" + (devices == 1 ? "" : "s")
                            + ", cuda:0" + (devices == 1 ? "" : " to cuda:" + (devices - 1))
                            + ". Name one of these; CUDA_VISIBLE_DEVICES may hide others.");
        }
    }

    public int threads() {
        return JniUtils.getNumThreads();
    }

    public String version() {
        return engine.getVersion();
    }
}
