package dev.maestro.app.cli;

import dev.maestro.app.Services;
import dev.maestro.app.evaluation.ResultFiles;
import dev.maestro.app.evaluation.report.EvaluationReport;
import dev.maestro.policy.reward.StrictScorer;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStore.SourceTally;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An evaluation's end, or how it stands: on the terminal and as files. */
final class EvaluationOutput {
    private final Session session;
    private final Services services;

    EvaluationOutput(Session session, Services services) {
        this.session = session;
        this.services = services;
    }

    void print(String name, Optional<Path> out, JsonOption json) {
        Overview overview = services.evaluationStore().overview(name).orElseThrow();
        List<SourceTally> sources = services.evaluationStore().bySource(name);
        out.ifPresent(folder -> write(overview, folder));
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("evaluation", overview.evaluation(), "status", overview.status(), "samples", overview.intake().samples(),
                    "bad_rows", overview.intake().badRows(), "total", overview.total(), "done", overview.done(), "right", overview.right(),
                    "failed", overview.failed(), "sources", sources));
            return;
        }
        var lines = session.terminal().out();
        lines.println(session.terminal().bold(name) + ": " + overview.status() + ", " + overview.done() + " of " + overview.total() + " done, "
                + percent(overview.right(), overview.done()) + " right by the " + overview.evaluation().scorer() + " scorer, " + overview.failed() + " without an answer"
                + (overview.intake().badRows() == 0 ? "" : ", " + overview.intake().badRows() + " bad rows left out"));
        Table table = new Table().row("SOURCE", "DONE", "ANSWERED", "STRICT", "REFERENCE");
        sources.forEach(s -> table.row(s.dataSource().isEmpty() ? "(none)" : s.dataSource() + (StrictScorer.knows(s.dataSource()) ? "" : " *"), "" + s.done(), "" + s.answered(),
                percent(s.strictRight(), s.strictScored()), percent(s.referenceRight(), s.referenceScored())));
        table.lines("  ").forEach(lines::println);
        if (sources.stream().anyMatch(s -> !StrictScorer.knows(s.dataSource()))) {
            lines.println("  * not a source that the scorers know: compared by the general rules of the strict scorer; the reference falls back to \\boxed{} answers");
        }
        out.ifPresent(folder -> lines.println(session.terminal().faint("written to " + folder + ": samples.jsonl, summary.json, report.html")));
    }

    void write(Overview overview, Path folder) {
        ResultFiles.writeSamples(services.evaluationStore(), overview.evaluation().name(), folder);
        EvaluationReport.write(services.evaluationStore(), services.artifacts(), overview, folder);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
