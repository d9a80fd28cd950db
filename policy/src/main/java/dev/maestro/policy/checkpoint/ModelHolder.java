package dev.maestro.policy.checkpoint;

import dev.maestro.core.errors.MaestroException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Holds a checkpoint in this process so that it decides. Module {@code policy-local} implements it, on top of
 * {@code inference}. Implementations are thread-safe, and are made anew by each {@link #find}.
 */
public interface ModelHolder {
    /** The implementation on the class path; empty where there is none. */
    static Optional<ModelHolder> find() {
        return ServiceLoader.load(ModelHolder.class, ModelHolder.class.getClassLoader()).findFirst();
    }

    /** @throws MaestroException {@code MODEL_SUPPORT_MISSING} where it, or what it stands on, is left out; it names the jar */
    static ModelHolder required() {
        CheckpointTools.required();
        return find().orElseThrow(() -> new MaestroException(CheckpointSupportErrors.MODEL_SUPPORT_MISSING,
                "nothing on the class path lets a checkpoint decide: maestro-policy-local is left out."
                        + " Start Maestro with all of its jars, without MAESTRO_SLIM."));
    }

    /**
     * Reads what is cheap to read, so that a folder that cannot be used is refused before anything is started.
     *
     * @throws CheckpointRefusedException when it cannot
     */
    void check(Path folder, CheckpointLoading loading);

    /**
     * What a decision of the folder's checkpoint is recorded as having been made by, such as {@code tiny@2059076d78a2}. Reads samples of
     * the weights.
     *
     * @throws CheckpointRefusedException when the folder cannot be read
     */
    String version(Path folder);

    /**
     * Loads the model; it takes its memory until it is closed.
     *
     * @throws CheckpointRefusedException when the folder cannot be used, or there is too little memory
     * @throws TorchUnavailableException  when PyTorch or the device cannot be used
     */
    HeldPolicy hold(Path folder, CheckpointLoading loading, DecisionSettings deciding);
}
