package dev.maestro.orchestra.play;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Lets checkpoints play the benchmark. Module {@code training} implements it and brings PyTorch along. */
public interface CheckpointPlayers {
    /** A loaded checkpoint that plays; takes the model's memory until it is closed. Not thread-safe. */
    interface Player extends AutoCloseable {
        /** @return in the same order */
        List<PlayedTask> play(List<OrchestraTask> tasks);

        @Override
        void close();
    }

    /** The implementation on the class path; empty where there is none. */
    static Optional<CheckpointPlayers> find() {
        return ServiceLoader.load(CheckpointPlayers.class, CheckpointPlayers.class.getClassLoader()).findFirst();
    }

    /** @throws MaestroException {@code MODEL_SUPPORT_MISSING} where there is none; it names the jar */
    static CheckpointPlayers required() {
        return find().orElseThrow(() -> new MaestroException(CheckpointSupportErrors.MODEL_SUPPORT_MISSING,
                "nothing on the class path lets a checkpoint play: maestro-training, with PyTorch, is left out."
                        + " Start Maestro with all of its jars, without MAESTRO_SLIM."));
    }

    /**
     * Loads a checkpoint.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used
     * @throws dev.maestro.policy.checkpoint.TorchUnavailableException  when PyTorch or the device cannot be used
     * @throws MaestroException                                         {@code TOKENIZER_UNSUITABLE} when it was not made for the benchmark
     */
    Player load(Path folder, CheckpointLoading loading);

    /**
     * Writes the policy down that was trained for the benchmark and comes along, unless it is there.
     *
     * @param folder of its own; made where it is not there
     * @return what it is, for people: one sentence
     * @throws MaestroException when it cannot be written
     */
    String shipped(Path folder);
}
