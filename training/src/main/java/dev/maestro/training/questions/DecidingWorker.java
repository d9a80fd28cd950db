package dev.maestro.training.questions;

import dev.maestro.activities.assembly.ActivityAssembly;
import dev.maestro.activities.policy.Policies;
import dev.maestro.core.CallContext;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policylocal.LocalModel;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.TrainerServices;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Holds the weights that a run has come to, and decides with them whatever asks for policy {@code local:RUN}. Weights are exchanged
 * between decisions: one that has begun ends with those it began with.
 */
final class DecidingWorker implements AutoCloseable {
    private final Held held;
    private final LoadOptions loading;
    private final DecisionSettings deciding;
    private final WorkerFactory factory;

    DecidingWorker(TrainerServices services, String run, LoadOptions loading, DecisionSettings deciding) {
        this.held = new Held(policy(run));
        this.loading = loading;
        this.deciding = deciding;
        ActivityAssembly activities = ActivityAssembly.on(services.stores(), services.registry().get())
                .policies(new Policies(List.of(held), Set.of()))
                .conditions(services.evaluations()::conditions)
                .look(services.look())
                .unavailable(services.unavailable())
                .build();
        this.factory = WorkerFactory.newInstance(services.client());
        Worker worker = factory.newWorker(TaskQueues.ofPolicy(held.name()).orElseThrow(), WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(deciding.concurrent())
                .build());
        worker.registerActivitiesImplementations(activities.query(), activities.policy());
    }

    static String policy(String run) {
        return TaskQueues.TRAINED_PREFIX + run;
    }

    void serve(Path folder) {
        boolean first = held.exchange(() -> LocalModel.loadRecording(folder, loading, deciding));
        if (first) {
            factory.start();
        }
    }

    /** What the record says of decisions that these weights make. */
    String version() {
        return held.version();
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(20, TimeUnit.SECONDS);
        held.close();
    }

    /** The policy whose weights change. */
    private static final class Held implements Policy {
        private final String name;
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private Optional<LocalModel> model = Optional.empty();

        Held(String name) {
            this.name = name;
        }

        interface Loading {
            LocalModel load();
        }

        /** @return whether there were none before */
        boolean exchange(Loading loading) {
            lock.writeLock().lock();
            try {
                boolean first = model.isEmpty();
                model.ifPresent(LocalModel::close);
                model = Optional.empty();
                model = Optional.of(loading.load());
                return first;
            } finally {
                lock.writeLock().unlock();
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String version() {
            lock.readLock().lock();
            try {
                return model.map(held -> held.policy().version()).orElse("");
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public boolean seesImages() {
            lock.readLock().lock();
            try {
                return model.map(held -> held.policy().seesImages()).orElse(false);
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public boolean isHeldByFew() {
            return true;
        }

        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            lock.readLock().lock();
            try {
                return model.map(held -> held.policy().next(transcript, context))
                        .orElseGet(() -> new PolicyOutcome.Failure(PolicyErrors.POLICY_UNREACHABLE, "no weights are served just now",
                                Optional.empty()));
            } finally {
                lock.readLock().unlock();
            }
        }

        void close() {
            lock.writeLock().lock();
            try {
                model.ifPresent(LocalModel::close);
                model = Optional.empty();
            } finally {
                lock.writeLock().unlock();
            }
        }
    }
}
