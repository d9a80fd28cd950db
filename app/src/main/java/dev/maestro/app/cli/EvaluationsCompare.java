package dev.maestro.app.cli;

import dev.maestro.app.evaluation.report.Comparison;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.scoring.ReferenceScorer;
import dev.maestro.scoring.StrictScorer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro evaluations compare}: the differences between two evaluations, with intervals. */
@Command(name = "compare", description = "Compares two evaluations of the same samples, with confidence intervals of the differences.")
final class EvaluationsCompare implements Callable<Integer> {
    private static final List<String> SCORERS = List.of(StrictScorer.NAME, ReferenceScorer.NAME);

    private final CommandContext session;

    @Parameters(paramLabel = "BEFORE", index = "0", description = "Names the evaluation to compare with.")
    private String before = "";

    @Parameters(paramLabel = "AFTER", index = "1", description = "Names the evaluation to compare.")
    private String after = "";

    @Option(names = "--scorer", paramLabel = "NAME",
            description = "Names the scorer: strict or reference; by default the one that counts in AFTER.")
    private Optional<String> scorer = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    EvaluationsCompare(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        scorer.filter(name -> !SCORERS.contains(name)).ifPresent(name -> {
            throw Problem.usage(UsageErrors.SCORER_UNKNOWN,
                    "there is no scorer \"" + Wordings.line(name, 80) + "\"." + NearestNames.sentence(name, SCORERS));
        });
        try (Services services = session.connect(StackNeed.DATABASE)) {
            Evaluation one = standing(services, before);
            Evaluation other = standing(services, after);
            Comparison comparison = Comparison.of(services.evaluationStore(), one, other, scorer.orElse(other.scorer()));
            if (json.wanted()) {
                json.print(session.terminal(), comparison);
            } else {
                new EvaluationTables(session.terminal()).print(comparison);
            }
            return ExitCode.OK.code();
        }
    }

    static Evaluation standing(Services services, String name) {
        return services.evaluationStore().evaluation(name).orElseThrow(() -> EvaluationsCommand.unknown(services, name));
    }
}
