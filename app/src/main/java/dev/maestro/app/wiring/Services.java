package dev.maestro.app.wiring;

import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.registry.access.AuditLog;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.Trainings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What commands work with, wherever the stack runs. Thread-safe; closing it leaves the stack as it is. */
public interface Services extends AutoCloseable {
    /** Whether the stack was started for this command alone, and ends with it. */
    boolean endsWithCommand();

    Queries queries();

    /** Whether {@link #queries} can be used: false when only the record was asked for and no stack runs. */
    boolean reachesQueries();

    /** Whether a worker that holds a model for policy {@code local} asked for work lately; as {@link #queries}. */
    boolean modelIsHeld();

    /** Evaluations that run; as {@link #queries}. */
    Evaluations evaluations();

    EvaluationStore evaluationStore();

    /** Training runs that go on; as {@link #queries}. */
    Trainings trainings();

    TrainingStore trainingStore();

    /** Where its servers are. */
    Endpoints endpoints();

    QueryHistory history();

    Artifacts artifacts();

    RegistryStore registry();

    /** What came over HTTP, and who was not let in. */
    AuditLog audit();

    /**
     * Brings schema and registry up to date: ours, then the operator's folder.
     *
     * @return what ran, and whether the newest revision serves
     */
    Migrations.Result migrate(Path operatorFolder);

    /** Looks now at every enabled expert of the current revision, embedded ones included; takes seconds at most. */
    List<ExpertHealth> expertHealth(Map<String, String> environment);

    /** Looks at a new expert or skill before it serves; asks its probes, so it takes as long as they do. */
    AdmissionReport admit(AdmissionRequest request, Map<String, String> environment, Progress progress);

    @Override
    void close();
}
