package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.promotion.ChosenCheckpoint;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.training.OffPolicyEstimate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro training estimate}: what a checkpoint would have got where others drew. */
@Command(
        name = "estimate",
        description = "Estimates a checkpoint's mean reward from the recorded trajectories of a run, without drawing anything.",
        footer = {"",
            "By inverse propensities, self-normalised, and doubly robust, each with its 95 %% interval. Where few trajectories count",
            "(\"effective\"), the policies differ too much for the record to say anything."})
final class TrainingEstimate implements Callable<Integer> {
    /** With fewer the normal interval is not to be relied on. */
    private static final double FEW = 30;

    private final CommandContext session;

    @Parameters(paramLabel = "RUN", description = "The training run whose record is used.")
    private String name = "";

    @Option(names = "--model", paramLabel = "DIR", description = "The checkpoint to judge; without it, the run's best.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", defaultValue = "20",
            description = "Newest steps of the last stage that are used, at most, 1 to 100000 (${DEFAULT-VALUE}).")
    private int steps = 20;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "1",
            description = "At which the checkpoint is taken to draw, 0 to 2; 0: always the likeliest (${DEFAULT-VALUE}).")
    private double temperature = 1;

    @Mixin
    private JsonOption json = new JsonOption();

    TrainingEstimate(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw Problem.usage(UsageErrors.TEMPERATURE_INVALID, "--temperature " + temperature + ": expected 0 to 2.");
        }
        if (steps < 1 || steps > 100_000) {
            throw Problem.usage(UsageErrors.LIMIT_INVALID, "--steps " + steps + ": expected 1 to 100000.");
        }
        try (Services services = session.connect(StackNeed.DATABASE)) {
            TrainingCommand.run(services, name);
            Path folder = model.map(named -> ChosenCheckpoint.of(services.trainingStore(), named))
                    .orElseGet(() -> ChosenCheckpoint.of(services.trainingStore(), name)).folder();
            OffPolicyEstimate estimate = estimate(services, folder);
            if (json.wanted()) {
                json.print(session.terminal(), estimate);
            } else {
                print(estimate, folder);
            }
            return ExitCode.OK.code();
        }
    }

    private OffPolicyEstimate estimate(Services services, Path folder) {
        try {
            return LocalModels.estimates().estimate(services.trainingStore(), name, steps, folder, temperature,
                    LocalModels.natives(session.configuration().policy().local(), session.configuration().home()));
        } catch (Problem e) {
            throw e;
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.BAD_INPUT, e);
        }
    }

    private void print(OffPolicyEstimate e, Path folder) {
        Terminal terminal = session.terminal();
        terminal.out().println(folder + " where steps " + e.firstStep() + " to " + e.lastStep() + " of " + name + " drew: "
                + Wordings.count(e.trajectories(), "trajectory").replace("trajectorys", "trajectories") + " of "
                + Wordings.count(e.groups(), "prompt")
                + (e.temperature() == 0 ? ", always the likeliest" : ", at temperature " + e.temperature()));
        terminal.out().println();
        Table table = new Table().row("MEAN REWARD", "", "95 % INTERVAL");
        row(table, "observed", e.observed());
        row(table, "inverse propensity", e.inversePropensity());
        row(table, "self-normalised", e.weighted());
        row(table, "doubly robust", e.doublyRobust());
        table.lines("").forEach(terminal.out()::println);
        terminal.out().println();
        String counts = String.format(Locale.ROOT, "effective trajectories: %.1f; largest weight: %.1f %% of all",
                e.effectiveTrajectories(),
                100 * e.largestWeight());
        terminal.out().println(e.effectiveTrajectories() < FEW
                ? terminal.careful(counts + ". That is too few to rely on: take a checkpoint nearer to those that drew, or play it")
                : counts);
    }

    private static void row(Table table, String name, OffPolicyEstimate.Value value) {
        table.row(name, String.format(Locale.ROOT, "%.4f", value.mean()),
                String.format(Locale.ROOT, "%.4f to %.4f", value.low(), value.high()));
    }
}
