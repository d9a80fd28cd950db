package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.training.RunComparison;
import dev.maestro.app.training.RunFigures;
import dev.maestro.app.training.StepWindow;
import dev.maestro.app.training.TrainingReport;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.training.BestCheckpoint;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code maestro training compare}: two runs side by side. */
@Command(name = "compare",
        description = "Shows two training runs side by side: settings, figures at the end with intervals, best checkpoints.")
final class TrainingCompare implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "RUN_A", index = "0", description = "The run to compare with.")
    private String one = "";

    @Parameters(paramLabel = "RUN_B", index = "1", description = "The run to compare.")
    private String other = "";

    @Mixin
    private JsonOption json = new JsonOption();

    TrainingCompare(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            TrainingCommand.run(services, one);
            TrainingCommand.run(services, other);
            RunComparison comparison = RunComparison.of(services.trainingStore(), one, other);
            if (json.wanted()) {
                json.print(session.terminal(), comparison);
            } else {
                print(comparison);
            }
            return ExitCode.OK.code();
        }
    }

    private void print(RunComparison c) {
        Table table = new Table().row("", c.one().name(), c.other().name(), "CHANGE", "95 % INTERVAL", "");
        table.row("status", c.one().status(), c.other().status());
        table.row("steps", "" + c.one().steps(), "" + c.other().steps());
        table.row("last stage", stage(c.one()), stage(c.other()));
        TreeSet<String> settings = new TreeSet<>();
        c.one().settings().fieldNames().forEachRemaining(settings::add);
        c.other().settings().fieldNames().forEachRemaining(settings::add);
        settings.forEach(key -> table.row(key, setting(c.one(), key), setting(c.other(), key)));
        for (String metric : c.metrics()) {
            Optional<RunComparison.Difference> difference = c.differences().stream().filter(each -> each.metric().equals(metric))
                    .findFirst();
            table.row(RunFigures.words(metric), figure(c.one(), metric), figure(c.other(), metric),
                    difference.map(each -> signed(each.change())).orElse("–"),
                    difference.map(each -> signed(each.low()) + " to " + signed(each.high())).orElse("other stages"),
                    difference.filter(RunComparison.Difference::significant).map(_ -> session.terminal().bold("differs")).orElse(""));
        }
        table.row("best checkpoint", best(c.one()), best(c.other()));
        table.row("promoted with", evaluated(c.one()), evaluated(c.other()));
        table.lines("").forEach(session.terminal().out()::println);
        session.terminal().out().println();
        session.terminal().out()
                .println("Figures are of the last " + RunFigures.LAST
                        + " steps at most of the last stage that has them; intervals are by the"
                        + " spread between steps. Another seed makes another run.");
    }

    private static String stage(RunComparison.Side side) {
        return side.stage().isEmpty() ? "–" : side.stage();
    }

    private static String setting(RunComparison.Side side, String key) {
        JsonNode value = side.settings().path(key);
        return Wordings.line(value.isMissingNode() ? "–" : value.isValueNode() ? value.asText() : value.toString(), 40);
    }

    private static String figure(RunComparison.Side side, String metric) {
        StepWindow window = side.figures().get(metric);
        return window == null ? "–" : RunFigures.interval(window);
    }

    private static String best(RunComparison.Side side) {
        return side.best().map(BestCheckpoint::words).orElse("–");
    }

    private static String evaluated(RunComparison.Side side) {
        String all = side.evaluations().stream().map(TrainingReport.Evaluated::evidence).collect(Collectors.joining("; "));
        return all.isEmpty() ? "–" : Wordings.line(all, 100);
    }

    private static String signed(double value) {
        return value < 0 ? RunFigures.number(value) : "+" + RunFigures.number(value);
    }
}
