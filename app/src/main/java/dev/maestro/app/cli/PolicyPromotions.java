package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.training.TrainingStore.Promotion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro policy promotions}: what served when, and why. */
@Command(name = "promotions",
        description = "Lists promotions and rollbacks, newest first: which checkpoint serves since when, by whom, and why.")
final class PolicyPromotions implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Shows at most this many (${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private JsonOption json = new JsonOption();

    PolicyPromotions(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > 10_000) {
            throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
        }
        try (Services services = session.connect(StackNeed.DATABASE)) {
            List<Promotion> all = services.trainingStore().promotions(limit);
            if (json.wanted()) {
                json.print(session.terminal(), Map.of("promotions", all));
            } else if (all.isEmpty()) {
                session.terminal().out().println("Nothing was promoted yet. Promote a run's best checkpoint: maestro policy promote RUN");
            } else {
                Table table = new Table().row("", "WHEN", "WHAT", "DIGEST", "RECORDED AS", "BY", "CHECKPOINT", "EVIDENCE");
                for (Promotion each : all) {
                    table.row((each == all.getFirst() && each.serves() ? "* " : "  ") + each.number(), Wordings.time(each.happenedAt()),
                            OnPromotions.what(each), each.serves() ? each.digest().substring(0, 12) : "–",
                            OnPromotions.version(each).isEmpty() ? "–" : OnPromotions.version(each), Wordings.line(each.by(), 30),
                            each.serves() ? each.folder() : "(what the configuration names)",
                            Wordings.line(OnPromotions.evidence(each), 160));
                }
                table.lines("").forEach(session.terminal().out()::println);
            }
            return ExitCode.OK.code();
        }
    }
}
