package dev.maestro.app.cli;

import dev.maestro.app.Services;
import dev.maestro.app.evaluation.ResultFiles;
import dev.maestro.app.evaluation.report.EvaluationReport;
import dev.maestro.app.evaluation.report.Summarizer;
import dev.maestro.app.evaluation.report.Summary;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import java.nio.file.Path;
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
        Summary summary = out.map(folder -> write(overview, folder)).orElseGet(() -> Summarizer.of(services.evaluationStore(), overview));
        if (json.wanted()) {
            json.print(session.terminal(), summary);
            return;
        }
        new EvaluationTables(session.terminal()).print(summary);
        out.ifPresent(folder -> session.terminal().out().println(session.terminal().faint("written to " + folder + ": samples.jsonl, summary.json, report.html")));
    }

    private Summary write(Overview overview, Path folder) {
        ResultFiles.writeSamples(services.evaluationStore(), overview.evaluation().name(), folder);
        return EvaluationReport.write(services.evaluationStore(), services.artifacts(), overview, folder);
    }
}
