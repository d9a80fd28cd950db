package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.training.RunFigures;
import dev.maestro.app.training.SampleGroup;
import dev.maestro.app.training.StepWindow;
import dev.maestro.app.training.TrainingPage;
import dev.maestro.app.training.TrainingReport;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro training report}: a run with everything that is on record about it. */
@Command(
        name = "report",
        description = "Reports a training run: figures with intervals, curves, checkpoints, and samples with their rollouts.",
        footer = {"", "The page of --html needs nothing else: no script, no network. Texts of samples are written with the tokenizer of a",
            "checkpoint of the run; where none is left, give its folder with --model, else samples are shown as numbers."})
final class TrainingReportCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "RUN", description = "The run's name.")
    private String name = "";

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the report as one page into this file.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--model", paramLabel = "DIR", description = "The checkpoint folder whose tokenizer writes the samples.")
    private Optional<Path> model = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    TrainingReportCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            TrainingCommand.run(services, name);
            TrainingReport report = TrainingReport.of(services.trainingStore(), name, words(services.trainingStore()));
            html.ifPresent(file -> write(file, TrainingPage.of(report)));
            if (json.wanted()) {
                json.print(session.terminal(), report);
            } else {
                print(report);
            }
            return ExitCode.OK.code();
        }
    }

    private Function<List<int[]>, List<String>> words(TrainingStore store) {
        Optional<Path> folder = model.or(() -> store.checkpoints(name).stream().map(Checkpoint::folder).map(Path::of)
                .filter(Files::isDirectory).findFirst());
        Optional<CheckpointTools> tools = CheckpointTools.find();
        if (folder.isEmpty() || tools.isEmpty()) {
            return SampleGroup::numbers;
        }
        return ids -> {
            try {
                return tools.get().texts(folder.get(), ids);
            } catch (MaestroException e) {
                throw Problem.of(ExitCode.BAD_INPUT, e);
            }
        };
    }

    private static void write(Path file, String page) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, page);
        } catch (IOException e) {
            throw Problem.input(InputErrors.REPORT_UNWRITABLE,
                    "\"" + file + "\" cannot be written: " + e.getMessage() + ". Name a file in a folder that can.");
        }
    }

    private void print(TrainingReport report) {
        Terminal terminal = session.terminal();
        terminal.out().println(terminal.bold(report.name()) + ": " + report.status() + ", " + Wordings.count(report.steps(), "step") + ", "
                + Wordings.count(report.groups(), "group") + " of trajectories");
        report.best().ifPresent(best -> terminal.out().println("best checkpoint: " + best.words()));
        terminal.out().println();
        Table stages = new Table().row("STAGE", "FIRST STEP", "LAST STEP");
        report.stages().forEach(stage -> stages.row(stage.name(), "" + stage.first(), "" + stage.last()));
        stages.lines("").forEach(terminal.out()::println);
        if (!report.figures().isEmpty()) {
            Table figures = new Table().row("FIGURE", "AT THE END", "95 % INTERVAL", "OVER");
            report.figures().forEach((metric, window) -> figures.row(RunFigures.words(metric), RunFigures.number(window.mean()),
                    window.count() < 2 ? "–" : RunFigures.number(window.low()) + " to " + RunFigures.number(window.high()), over(window)));
            terminal.out().println();
            figures.lines("").forEach(terminal.out()::println);
        }
        if (!report.evaluations().isEmpty()) {
            Table evaluated = new Table().row("CHECKPOINT", "PROMOTED WITH");
            report.evaluations().forEach(each -> evaluated.row("" + each.step(), Wordings.line(each.evidence(), 160)));
            terminal.out().println();
            evaluated.lines("").forEach(terminal.out()::println);
        }
        terminal.out().println();
        html.ifPresentOrElse(file -> terminal.out().println("page: " + file.toAbsolutePath()),
                () -> terminal.out().println("Curves and samples: maestro training report " + report.name() + " --html report.html"));
    }

    private static String over(StepWindow window) {
        return "steps " + window.first() + " to " + window.last() + ", " + window.stage();
    }
}
