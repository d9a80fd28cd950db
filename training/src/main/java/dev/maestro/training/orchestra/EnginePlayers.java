package dev.maestro.training.orchestra;

import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import java.nio.file.Path;

/** {@link CheckpointPlayers} on the engine that serves. Thread-safe. */
public final class EnginePlayers implements CheckpointPlayers {
    @Override
    public Player load(Path folder, CheckpointLoading loading) {
        return CheckpointPlayer.load(folder, LoadOptions.of(loading));
    }

    @Override
    public String shipped(Path folder) {
        return ShippedPolicy.write(folder);
    }
}
