package dev.maestro.orchestra.product;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A policy of the product that plays the benchmark: told a panel as a registry and replies as evidence. As thread-safe as the policy. */
public final class ProductPolicy implements OrchestraPolicy {
    private static final int MOST_TOKENS = 200;

    private final Policy policy;

    public ProductPolicy(Policy policy) {
        this.policy = policy;
    }

    /** The task as the product's policies see it. */
    public static Transcript transcript(OrchestraTask task, List<HeardReply> history) {
        RegistrySnapshot snapshot = PanelRegistry.embedded(task);
        return new Transcript(task.id().replace('/', '-'), Profile.DEFAULT, PanelRegistry.question(task), List.of(), List.of(),
                history.stream().map(heard -> turn(task, heard)).toList(), Play.MOST_CALLS + 1 - history.size(), MOST_TOKENS, snapshot,
                Set.of());
    }

    private static Transcript.Turn turn(OrchestraTask task, HeardReply heard) {
        String expert = task.panel().experts().get(heard.call().expert()).name();
        String skill = task.panel().skills().get(heard.call().skill()).name();
        return new Transcript.Turn(ActionText.call(expert, skill, heard.call().input()),
                new Action.Call(expert, skill, heard.call().input().orElse(ActionText.QUESTION.strip())),
                new Transcript.Observation.Evidence(expert, skill, skill, ActionText.reply(heard.value(), heard.sure())));
    }

    /** @throws MaestroException {@code MOVE_INVALID} when the policy gives no decision, or one that the task does not have */
    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        return switch (policy.next(transcript(task, history), CallContext.NONE)) {
            case PolicyOutcome.Decided decided -> move(task, decided.action());
            case PolicyOutcome.Failure failure -> throw invalid(task, failure.error() + ", " + failure.message());
        };
    }

    /** An answer begins with its value; of one that does not, the whole text is taken, which is wrong. */
    private static Move move(OrchestraTask task, Action action) {
        return switch (action) {
            case Action.Answer(String text) -> new Move.Answer(text.split("\\s", 2)[0]);
            case Action.Call(String expert, String skill, String input) -> {
                Optional<Move.Call> call = SimulatedCall.move(task, expert, skill, input);
                yield call.orElseThrow(() -> invalid(task, "a call of " + expert + " with " + skill));
            }
            case Action.Invalid(String code, String reason) -> throw invalid(task, code + ", " + reason);
        };
    }

    private static MaestroException invalid(OrchestraTask task, String what) {
        return new MaestroException(OrchestraErrors.MOVE_INVALID,
                "task " + task.id() + ": " + what + ". Valid are its experts and skills.");
    }
}
