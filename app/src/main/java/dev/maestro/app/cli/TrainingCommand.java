package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.training.BestCheckpoint;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Entry;
import dev.maestro.registry.training.TrainingStore.Overview;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import io.temporal.client.WorkflowNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "training", description = "Shows and steers training runs.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainingCommand.Listing.class, TrainingCommand.Show.class, TrainingCommand.Pause.class, TrainingCommand.Resume.class,
            TrainingCommand.Stop.class, TrainingReportCommand.class, TrainingCompare.class, TrainingEstimate.class
        })
final class TrainingCommand {
    private static final int MOST_STEPS = 1_000_000;
    /** Rows of the table of steps. */
    private static final int SHOWN = 20;

    static Run run(Services services, String name) {
        return services.trainingStore().run(name).orElseThrow(() -> {
            List<String> near = NearestNames.near(name,
                    services.trainingStore().list(200).stream().map(o -> o.run().name()).toList(), 3);
            return Problem.usage(UsageErrors.TRAINING_UNKNOWN, "there is no training run \"" + Wordings.line(name, 80) + "\"."
                    + (near.isEmpty() ? "" : " Nearest: " + String.join(", ", near) + ".") + " List them with: maestro training list");
        });
    }

    static void print(CommandContext session, Services services, String name, JsonOption json) {
        Overview overview = services.trainingStore().overview(name).orElseThrow();
        List<Step> steps = services.trainingStore().steps(name, 1, MOST_STEPS);
        List<Entry> diary = services.trainingStore().diary(name);
        List<Checkpoint> checkpoints = services.trainingStore().checkpoints(name);
        Optional<BestCheckpoint> best = BestCheckpoint.of(steps, checkpoints);
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("run", overview.run(), "status", overview.status(), "steps", steps, "diary", diary,
                    "checkpoints", checkpoints, "best", best));
            return;
        }
        Consumer<String> out = session.terminal().out()::println;
        out.accept(name + ": " + TrainingWatch.line(overview));
        out.accept("settings: " + overview.run().settings());
        diary.forEach(
                entry -> out.accept(entry.happenedAt() + "  " + entry.event() + (entry.detail().isEmpty() ? "" : ": " + entry.detail())));
        if (!steps.isEmpty()) {
            out.accept("");
            table(steps).lines("").forEach(out);
        }
        if (!checkpoints.isEmpty()) {
            out.accept("");
            Table table = new Table().row("CHECKPOINT", "DIGEST", "MB", "FOLDER");
            checkpoints.forEach(
                    c -> table.row("" + c.step(), c.digest().substring(0, 12), TrainingFigures.number(c.bytes() / 1e6), c.folder()));
            table.lines("").forEach(out);
        }
        best.ifPresent(
                checkpoint -> out.accept("best checkpoint: " + checkpoint.words() + "; let it serve: maestro policy promote " + name));
    }

    /** Every so many steps, the first of each stage and the newest. */
    private static Table table(List<Step> steps) {
        List<String> names = TrainingFigures.names().stream().filter(name -> steps.stream().anyMatch(s -> s.metrics().has(name))).toList();
        List<String> head = new ArrayList<>(List.of("STEP", "STAGE"));
        names.forEach(name -> head.add(name.toUpperCase(Locale.ROOT).replace('_', ' ')));
        Table table = new Table().row(head.toArray());
        int every = Math.max(1, steps.size() / SHOWN);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean first = i == 0 || !steps.get(i - 1).stage().equals(step.stage());
            if (first || i % every == 0 || i == steps.size() - 1) {
                List<String> row = new ArrayList<>(List.of("" + step.step(), step.stage()));
                names.forEach(
                        name -> row.add(step.metrics().has(name) ? TrainingFigures.number(step.metrics().path(name).asDouble()) : "–"));
                table.row(row.toArray());
            }
        }
        return table;
    }

    /** What the commands on one run share. */
    abstract static class OnOneRun implements Callable<Integer> {
        final CommandContext session;

        @Parameters(paramLabel = "NAME", description = "The run's name.")
        String name = "";

        @Mixin
        JsonOption json = new JsonOption();

        OnOneRun(CommandContext session) {
            this.session = session;
        }

        int steer(String done, Consumer<Services> effect) {
            try (Services services = session.connect(StackNeed.TEMPORAL)) {
                run(services, name);
                try {
                    effect.accept(services);
                } catch (WorkflowNotFoundException e) {
                    throw new Problem(ExitCode.QUERY_FAILED, UsageErrors.TRAINING_ENDED,
                            "training run \"" + name + "\" does not run. Go on with it: maestro train --resume " + name, e);
                }
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("name", name, "done", done));
                } else {
                    session.terminal().out().println(name + ": " + done);
                }
                return ExitCode.OK.code();
            }
        }

        static String me() {
            return System.getProperty("user.name", "someone");
        }
    }

    @Command(name = "list", description = "Lists training runs, newest first.")
    static final class Listing implements Callable<Integer> {
        private final CommandContext session;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Mixin
        private JsonOption json = new JsonOption();

        Listing(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (limit < 1 || limit > 10_000) {
                throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
            }
            try (Services services = session.connect(StackNeed.DATABASE)) {
                List<Overview> all = services.trainingStore().list(limit);
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("runs", all));
                } else if (all.isEmpty()) {
                    session.terminal().out().println("No training runs yet. Start one: maestro train");
                } else {
                    Table table = new Table().row("NAME", "STATUS", "STEP", "STAGE", "FIGURES");
                    all.forEach(o -> table.row(o.run().name(), o.status(), o.newest().map(s -> "" + s.step()).orElse("–"),
                            o.newest().map(Step::stage).orElse("–"),
                            o.newest().map(s -> TrainingFigures.of(s.metrics())).orElse("").replaceFirst("^: ", "")));
                    table.lines("").forEach(session.terminal().out()::println);
                }
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "show", description = "Shows how a run goes: its diary, figures by step, and checkpoints.")
    static final class Show extends OnOneRun {
        Show(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            try (Services services = session.connect(StackNeed.DATABASE)) {
                run(services, name);
                print(session, services, name, json);
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "pause", description = "Lets no new chunk of steps begin; the one under way goes on.")
    static final class Pause extends OnOneRun {
        Pause(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to pause", services -> services.trainings().pause(name, me()));
        }
    }

    @Command(name = "resume", description = "Goes on with a paused run.")
    static final class Resume extends OnOneRun {
        Resume(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to go on", services -> services.trainings().resume(name, me()));
        }
    }

    @Command(name = "stop", description = "Ends a run after the step under way; `maestro train --resume NAME` goes on with it.")
    static final class Stop extends OnOneRun {
        Stop(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to stop", services -> services.trainings().stop(name));
        }
    }
}
