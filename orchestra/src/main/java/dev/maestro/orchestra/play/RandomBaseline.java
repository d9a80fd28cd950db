package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.SeededDraws;
import java.util.List;
import java.util.Optional;

/** Calls anyone with any skill; after a sure reply, and half of the time after a doubtful one, it answers. */
final class RandomBaseline implements OrchestraPolicy {
    private final long seed;

    RandomBaseline(long seed) {
        this.seed = seed;
    }

    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        SeededDraws draws = SeededDraws.of("orchestra/random", seed, task.id(), history.size());
        if (!history.isEmpty() && (history.getLast().sure() || draws.unit() < 0.5)) {
            return new Move.Answer(history.getLast().value());
        }
        return new Move.Call(draws.below(task.panel().experts().size()), draws.below(task.panel().skills().size()), Optional.empty());
    }
}
