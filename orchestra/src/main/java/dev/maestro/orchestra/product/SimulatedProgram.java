package dev.maestro.orchestra.product;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.orchestra.world.OrchestraTask;
import java.time.Duration;

/** All experts of one task in this process. Thread-safe. */
public final class SimulatedProgram implements EmbeddedExpert {
    public static final String IMPLEMENTATION = "orchestra";

    private final OrchestraTask task;

    public SimulatedProgram(OrchestraTask task) {
        this.task = task;
    }

    @Override
    public String implementation() {
        return IMPLEMENTATION;
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        return SimulatedCall.reply(task, request.expert().name(), request.prompt())
                .<ExpertOutcome>map(text -> new ExpertOutcome.Answered(Reply.embedded(text, Duration.ZERO)))
                .orElseGet(() -> ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, "task " + task.id() + " has no expert "
                        + request.expert().name() + ", or not the skill that the prompt begins with. Name one of its panel."));
    }
}
