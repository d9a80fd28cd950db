package dev.maestro.activities.assembly;

import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.policy.Policies;
import dev.maestro.activities.policy.RecordedPolicyActivities;
import dev.maestro.activities.query.Judging;
import dev.maestro.activities.query.Observing;
import dev.maestro.activities.query.Pinning;
import dev.maestro.activities.query.RecordedQueryActivities;
import dev.maestro.activities.record.CallFences;
import dev.maestro.activities.record.KnownToAnswer;
import dev.maestro.activities.record.LatencyRecord;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.sandbox.Python;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.step.AskingStep;
import dev.maestro.activities.step.CodeStep;
import dev.maestro.activities.step.DrawBoxesStep;
import dev.maestro.activities.step.ExpertCallWriter;
import dev.maestro.activities.step.MeteredExperts;
import dev.maestro.activities.step.RecordedStepActivities;
import dev.maestro.activities.step.Replays;
import dev.maestro.activities.step.ServiceCache;
import dev.maestro.activities.step.StepReading;
import dev.maestro.activities.step.StepRecording;
import dev.maestro.activities.step.StepRunners;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.policy.ImageFacts;
import dev.maestro.registry.evaluations.Divergence;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresLedger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Puts the activities of one worker together; they share one memory of recent rows. A part that is not set (experts,
 * policies, a sandbox) fails with its code when it is asked.
 */
public final class ActivityAssembly {
    /** As long as a local activity may hold a workflow task up; a short step is over long before. */
    private static final Duration SHORT_STEP = Duration.ofSeconds(4);

    private final QueryActivities query;
    private final PolicyActivities policy;
    private final StepActivities step;

    private ActivityAssembly(Builder parts) {
        Stores stores = parts.stores;
        RecentRows recent = new RecentRows(stores.history(), parts.conditions);
        Plans plans = new Plans(parts.registry);
        RecordedTexts texts = new RecordedTexts(stores.artifacts());
        QueryImages images = new QueryImages(stores.artifacts(), parts.look);
        Python python = new Python(parts.sandbox);

        CallFences fences = new CallFences(stores.ledger());
        KnownToAnswer known = new KnownToAnswer(stores.history(), parts.seen);

        query = new RecordedQueryActivities(
                new Pinning(parts.registry, plans, stores.history(), recent, parts.policies, parts.clock),
                new Judging(parts.registry, plans, recent, new LatencyRecord(stores.history(), parts.clock), parts.unavailable),
                new Observing(stores.history(), recent, texts, parts.clock),
                stores.history(), parts.clock);
        policy = new RecordedPolicyActivities(
                parts.registry, stores.history(), recent, stores.ledger(), fences, images, parts.policies, parts.unavailable, known,
                parts.clock);
        step = new RecordedStepActivities(
                new StepReading(plans, stores.history(), recent, texts),
                new StepRunners(
                        new AskingStep(
                                new ExpertCallWriter(plans, images),
                                new Replays(stores.history(), recent, texts, plans, parts.divergences, parts.clock),
                                new ServiceCache(stores.artifacts()),
                                new MeteredExperts(parts.experts),
                                images, texts, known),
                        new DrawBoxesStep(images),
                        new CodeStep(python, texts)),
                new StepRecording(stores.history(), recent, texts, parts.clock), fences, parts.shortStep);
    }

    /** What activities record in, and find what they have recorded. */
    public record Stores(QueryHistory history, Artifacts artifacts, Ledger ledger) {
        /** All of them in one PostgreSQL database. */
        public static Stores on(DataSource database) {
            return new Stores(new PostgresQueryHistory(database), new PostgresArtifacts(database), new PostgresLedger(database));
        }
    }

    public static Builder on(Stores stores, PinnedRegistry registry) {
        return new Builder(stores, registry);
    }

    public QueryActivities query() {
        return query;
    }

    public PolicyActivities policy() {
        return policy;
    }

    public StepActivities step() {
        return step;
    }

    /** The parts in which one worker differs from another. Not thread-safe. */
    public static final class Builder {
        private final Stores stores;
        private final PinnedRegistry registry;
        private Policies policies = new Policies(List.of(), Set.of());
        private ExpertClient experts = (_, _) -> ExpertOutcome.Failure.of(FailureKind.NOT_ABLE,
                "this worker was put together without experts");
        private Supplier<Set<String>> unavailable = Set::of;
        private Supplier<Set<String>> seen = Set::of;
        private Sandbox sandbox = Sandbox.none("this worker was put together without a sandbox");
        private Function<Image, ImageFacts> look = _ -> ImageFacts.UNKNOWN;
        private Function<String, Optional<QueryConditions>> conditions = _ -> Optional.empty();
        private Consumer<Divergence> divergences = _ -> {};
        private InstantSource clock = InstantSource.system();
        private Duration shortStep = SHORT_STEP;

        private Builder(Stores stores, PinnedRegistry registry) {
            this.stores = stores;
            this.registry = registry;
        }

        public Builder policies(Policies held) {
            policies = held;
            return this;
        }

        public Builder experts(ExpertClient asked) {
            experts = asked;
            return this;
        }

        /** @param names gives the names of the experts that cannot be asked now */
        public Builder unavailable(Supplier<Set<String>> names) {
            unavailable = names;
            return this;
        }

        /** @param names gives the names of the experts that this worker has found well at least once */
        public Builder seen(Supplier<Set<String>> names) {
            seen = names;
            return this;
        }

        public Builder sandbox(Sandbox where) {
            sandbox = where;
            return this;
        }

        /** @param facts what the rules policy is told of an image */
        public Builder look(Function<Image, ImageFacts> facts) {
            look = facts;
            return this;
        }

        /** @param ofQuery the conditions that an evaluation set for a query, by the query's id */
        public Builder conditions(Function<String, Optional<QueryConditions>> ofQuery) {
            conditions = ofQuery;
            return this;
        }

        /** @param record is told where a replayed query went another way than its record */
        public Builder divergences(Consumer<Divergence> record) {
            divergences = record;
            return this;
        }

        /** @param longest after which a step that was taken for short is handed over to a regular activity */
        public Builder shortStep(Duration longest) {
            shortStep = longest;
            return this;
        }

        public Builder clock(InstantSource time) {
            clock = time;
            return this;
        }

        public ActivityAssembly build() {
            return new ActivityAssembly(this);
        }
    }
}
