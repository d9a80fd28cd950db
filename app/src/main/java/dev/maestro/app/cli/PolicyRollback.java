package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.promotion.ChosenCheckpoint;
import dev.maestro.app.promotion.Serving;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.PromotionErrors;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.Json;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Promotion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maestro policy rollback}: undoes the newest promotion. */
@Command(
        name = "rollback",
        description = "Undoes the newest promotion: the checkpoint before it serves again, or what the configuration names.")
final class PolicyRollback implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private JsonOption json = new JsonOption();

    PolicyRollback(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            TrainingStore store = services.trainingStore();
            Promotion back = store.beforeServing().orElseThrow(() -> Problem.usage(PromotionErrors.ROLLBACK_IMPOSSIBLE,
                    "no promotion stands that could be undone. List them with: maestro policy promotions"));
            if (back.serves()) {
                ChosenCheckpoint.requireDigest(Path.of(back.folder()), back.digest());
            }
            Promotion undone = store.serving().orElseThrow();
            ObjectNode said = Json.MAPPER.createObjectNode().put("kind", "rollback")
                    .put("undone", "undoes " + undone.folder() + " (" + undone.digest().substring(0, 12) + ")")
                    .put("version", OnPromotions.version(back));
            Promotion made = store.record(new Promotion(0, true, back.folder(), back.digest(), Optional.of(said), false,
                    OnPromotions.me(), Instant.now()));
            String serves = Serving.now(store, session.configuration()).words();
            if (json.wanted()) {
                json.print(session.terminal(), Map.of("promotion", made, "serves", serves));
            } else {
                session.terminal().out().println(undone.folder() + " is rolled back (" + made.number() + "). Now serves: " + serves);
            }
            return ExitCode.OK.code();
        }
    }
}
