package dev.maestro.app.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.maestro.app.evaluation.ReplayReport;
import dev.maestro.app.evaluation.ResultFiles;
import dev.maestro.app.evaluation.report.EvaluationReport;
import dev.maestro.app.evaluation.report.Summarizer;
import dev.maestro.app.evaluation.report.Summary;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import java.nio.file.Path;
import java.util.Optional;

/** Writes an evaluation's end, or how it stands, on the terminal and into files. */
final class EvaluationOutput {
    private final CommandContext session;
    private final Services services;

    EvaluationOutput(CommandContext session, Services services) {
        this.session = session;
        this.services = services;
    }

    /** The output of a replay: the summary of any evaluation, and how it differs from the run that it replays. */
    private record Replayed(@JsonUnwrapped Summary summary, ReplayReport.Total replay) {}

    /** @return what it printed */
    Summary print(String name, Optional<Path> out, JsonOption json) {
        Overview overview = services.evaluationStore().overview(name).orElseThrow();
        Summary summary = out.map(folder -> write(overview, folder)).orElseGet(() -> Summarizer.of(services.evaluationStore(), overview));
        Optional<ReplayReport.Total> replay = overview.evaluation().replay()
                .map(_ -> ReplayReport.of(services.evaluationStore(), overview.evaluation(), out));
        if (json.wanted()) {
            json.print(session.terminal(), replay.<Object>map(total -> new Replayed(summary, total)).orElse(summary));
            return summary;
        }
        new EvaluationTables(session.terminal()).print(summary);
        replay.ifPresent(this::print);
        out.ifPresent(folder -> session.terminal().out()
                .println(session.terminal().faint("written to " + folder + ": samples.jsonl, summary.json, report.html")));
        return summary;
    }

    private void print(ReplayReport.Total replay) {
        var lines = session.terminal().out();
        lines.println();
        lines.println("Beside " + replay.of() + ": " + replay.same() + " of " + replay.compared() + " answers the same, "
                + replay.rightBefore() + " right before, " + replay.rightAfter() + " after");
        lines.println(replay.live()
                ? Wordings.count(replay.asked(), "step") + " without a recorded reply asked live; with the policy's decisions "
                        + Wordings.cost(replay.spentMicros()) + " spent"
                : Wordings.count(replay.diverged(), "attempt") + " ended where no reply is recorded; asking for these "
                        + Wordings.count(replay.missing(), "step") + " would use about "
                        + Wordings.count(replay.estimateTokens(), "token") + ", " + Wordings.cost(replay.estimateMicros())
                        + ", without what would follow them (--live asks)");
    }

    private Summary write(Overview overview, Path folder) {
        ResultFiles.writeSamples(services.evaluationStore(), overview.evaluation().name(), folder);
        return EvaluationReport.write(services.evaluationStore(), services.artifacts(), overview, folder);
    }
}
