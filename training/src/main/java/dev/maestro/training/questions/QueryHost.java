package dev.maestro.training.questions;

import dev.maestro.activities.record.QueryImages;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policylocal.DrawnTokens;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.training.questions.AskedQuestion.Attempt;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.TemporalEvaluations;
import dev.maestro.workflows.worker.TrainerServices;
import dev.maestro.workflows.worker.TrainingData;
import io.temporal.client.WorkflowServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each answer is an ordinary durable query, and each asking an evaluation of them: recorded, scored, resumed and paid as any other.
 * The evaluations of a run are named after it and pinned to the registry revision that it began with.
 */
final class QueryHost implements AskingHost {
    private static final Logger LOG = LoggerFactory.getLogger(QueryHost.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int PAGE = 1_000;
    /** What stands as the data of an evaluation that is a step of a run. */
    private static final String DATA = "training ";

    private final TrainerServices services;
    private final String run;
    private final QuestionSettings settings;
    private final Evaluations evaluations;
    private final DecidingWorker deciding;
    private final QueryImages images;

    QueryHost(TrainerServices services, String run, QuestionSettings settings, DecidingWorker deciding) {
        this.services = services;
        this.run = run;
        this.settings = settings;
        this.deciding = deciding;
        this.evaluations = new TemporalEvaluations(services.client(), services.evaluations());
        this.images = new QueryImages(services.stores().artifacts(), services.look());
    }

    @Override
    public List<Long> questions() {
        return indexes(TrainingData.learned(run));
    }

    @Override
    public List<Long> validation() {
        String name = TrainingData.validated(run);
        return store().evaluation(name).isPresent() ? indexes(name) : List.of();
    }

    private EvaluationStore store() {
        return services.evaluations();
    }

    private List<Long> indexes(String name) {
        Overview overview = store().overview(name).filter(found -> found.intake().complete())
                .orElseThrow(() -> new MaestroException(TrainingErrors.TRAINING_DATA_MISSING,
                        "the questions of run \"" + run + "\" (" + name + ") are not all taken in. Go on with it: maestro train --resume "
                                + run));
        List<Long> indexes = new ArrayList<>();
        long from = 0;
        while (indexes.size() < overview.intake().samples()) {
            List<Sample> page = store().samples(name, from, PAGE);
            page.forEach(sample -> indexes.add(sample.index()));
            from = page.getLast().index() + 1;
        }
        return indexes;
    }

    @Override
    public void serve(Path folder) {
        deciding.serve(folder);
    }

    @Override
    public List<AskedQuestion> ask(String name, List<Long> indexes, long seed) {
        String source = TrainingData.learned(run);
        List<Sample> samples = indexes.stream().sorted().map(index -> store().sample(source, index).orElseThrow()).toList();
        Map<Long, List<Attempt>> attempts = new TreeMap<>();
        samples.forEach(sample -> attempts.put(sample.index(), new ArrayList<>()));
        String asking = run + "-" + name;
        ended(asking, source, samples, settings.rollouts(), settings.temperature(), seed);
        store().eachResult(asking, result -> attempts.get(result.index()).add(new Attempt(result, drawn(result))));
        Map<Long, Sample> byIndex = new TreeMap<>();
        samples.forEach(sample -> byIndex.put(sample.index(), sample));
        return indexes.stream().map(index -> new AskedQuestion(index, byIndex.get(index).images(), attempts.get(index))).toList();
    }

    private List<DrawnTokens> drawn(SampleResult result) {
        QueryHistory history = services.stores().history();
        List<DrawnTokens> turns = new ArrayList<>();
        for (int turn = 1; turn <= result.turns(); turn++) {
            history.generation(result.queryId(), turn).map(DrawnTokens::read).ifPresent(turns::add);
        }
        return turns;
    }

    @Override
    public double validate(String name) {
        String source = TrainingData.validated(run);
        String asking = run + "-" + name;
        List<Sample> samples = validation().stream().map(index -> store().sample(source, index).orElseThrow()).toList();
        ended(asking, source, samples, 1, 0, settings.seed());
        long[] right = {0};
        store().eachResult(asking, result -> right[0] += result.right() ? 1 : 0);
        return samples.isEmpty() ? 0 : (double) right[0] / samples.size();
    }

    /** Asks what has no result yet, and waits for the end. */
    private void ended(String name, String source, List<Sample> samples, int attempts, double temperature, long seed) {
        Evaluation base = store().evaluation(source).orElseThrow();
        Evaluation asking = store().create(new Evaluation(name, DATA + run, base.dataHash(), base.profile(), DecidingWorker.policy(run),
                base.registryRevision(), base.experts(), attempts, temperature, seed, settings.scorer(), base.limits(), samples.size(),
                settings.concurrency(), Optional.empty(), Instant.now()));
        if (!store().intake(name).complete()) {
            store().take(name, samples, List.of());
            store().complete(name);
        }
        Overview now = store().overview(name).orElseThrow();
        if (now.done() < now.total()) {
            evaluations.start(asking);
            EvaluationStatus end = awaited(name);
            Overview after = store().overview(name).orElseThrow();
            if (end != EvaluationStatus.FINISHED || after.done() < after.total()) {
                throw new MaestroException(TrainingErrors.TRAINING_ASKING_ENDED, "evaluation " + name + " ended as " + end + " with "
                        + after.done() + " of " + after.total() + " results. What is missing is asked when the step is taken again.");
            }
        }
    }

    private EvaluationStatus awaited(String name) {
        while (true) {
            try {
                Optional<EvaluationStatus> end = evaluations.await(name, LOOK_EVERY);
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (WorkflowServiceException e) {
                // The evaluation goes on; who only waits for it waits on.
                LOG.info("event=engine_busy evaluation={} reason=\"{}\"", name, String.valueOf(e.getCause()));
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new MaestroException(TrainingErrors.TRAINING_ASKING_ENDED,
                        "the trainer stops while " + name + " is asked. The step is taken again by the next.");
            }
        }
    }

    @Override
    public List<byte[]> images(List<ContentHash> hashes) {
        return images.forPolicy(hashes).stream().map(Image::bytes).toList();
    }

    @Override
    public void close() {
        deciding.close();
    }
}
