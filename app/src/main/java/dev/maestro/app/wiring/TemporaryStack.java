package dev.maestro.app.wiring;

import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stack for one command: started in this process, taken down when closed; the data stays. */
public final class TemporaryStack implements Services {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryStack.class);
    /** Another command's occasion ends by itself; a query may take that long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Stack stack;
    private final ConnectedServices wiring;
    private final AutoCloseable worker;

    private TemporaryStack(Stack stack, ConnectedServices wiring, AutoCloseable worker) {
        this.stack = stack;
        this.wiring = wiring;
        this.worker = worker;
    }

    /** Starts as much as is needed. */
    public static TemporaryStack start(Configuration configuration, Map<String, String> environment, StackNeed need, Progress progress) {
        if (need == StackNeed.WORKER) {
            progress.say(
                    "no Maestro runs under " + configuration.home() + "; starting one for this command (`maestro up` keeps one running)");
        }
        Stack stack = Stack.start(configuration, environment, "for one command", need, PATIENCE, progress);
        try {
            ConnectedServices wiring = new ConnectedServices(stack.endpoints());
            try {
                wiring.migrate(configuration.migrations(), progress);
                AutoCloseable worker = need == StackNeed.WORKER ? wiring.startWorker(configuration, environment) : () -> {};
                return new TemporaryStack(stack, wiring, worker);
            } catch (RuntimeException e) {
                wiring.close();
                throw e;
            }
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    @Override
    public boolean endsWithCommand() {
        return true;
    }

    @Override
    public Queries queries() {
        return wiring.queries();
    }

    @Override
    public boolean reachesQueries() {
        return wiring.reachesQueries();
    }

    @Override
    public boolean modelIsHeld() {
        return wiring.modelIsHeld();
    }

    @Override
    public Evaluations evaluations() {
        return wiring.evaluations();
    }

    @Override
    public EvaluationStore evaluationStore() {
        return wiring.evaluationStore();
    }

    @Override
    public Trainings trainings() {
        return wiring.trainings();
    }

    @Override
    public TrainingStore trainingStore() {
        return wiring.trainingStore();
    }

    @Override
    public Endpoints endpoints() {
        return wiring.endpoints();
    }

    @Override
    public QueryHistory history() {
        return wiring.history();
    }

    @Override
    public Artifacts artifacts() {
        return wiring.artifacts();
    }

    @Override
    public RegistryStore registry() {
        return wiring.registry();
    }

    @Override
    public AuditLog audit() {
        return wiring.audit();
    }

    @Override
    public Migrations.Result migrate(Path operatorFolder) {
        return wiring.migrate(operatorFolder);
    }

    @Override
    public List<ExpertHealth> expertHealth(Map<String, String> environment) {
        return wiring.expertHealth(environment);
    }

    @Override
    public AdmissionReport admit(AdmissionRequest request, Map<String, String> environment, Progress progress) {
        return wiring.admit(request, environment, progress);
    }

    @Override
    public void close() {
        try {
            worker.close();
        } catch (Exception e) {
            LOG.warn("worker did not stop well", e);
        }
        wiring.close();
        stack.close();
    }
}
