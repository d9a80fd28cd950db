package dev.maestro.policylocal;

import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.policy.checkpoint.ModelHolder;
import java.nio.file.Path;

/** What this module offers to the program, which finds it as a service. Thread-safe. */
public final class LocalModelHolder implements ModelHolder {
    @Override
    public void check(Path folder, CheckpointLoading loading) {
        LocalModel.check(folder, LoadOptions.of(loading));
    }

    @Override
    public String version(Path folder) {
        return CheckpointVersion.of(folder);
    }

    @Override
    public HeldPolicy hold(Path folder, CheckpointLoading loading, DecisionSettings deciding) {
        return LocalModel.load(folder, LoadOptions.of(loading), deciding);
    }
}
