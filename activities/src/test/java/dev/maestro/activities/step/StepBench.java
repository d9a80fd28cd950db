package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.assembly.ActivityAssembly;
import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.core.ContentHash;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.policy.ImageFacts;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.evaluations.Divergence;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresLedger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.revisions.RevisionErrors;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.rules.RuleSet;
import dev.maestro.skills.StepCall;
import dev.maestro.testing.TestImages;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The activities on a real database, with one expert and one service that reply as a test says. */
public final class StepBench implements AutoCloseable {
    public static final String PLAN = """
            {"steps": [{"id": "text", "kind": "read_text", "capability": "ocr", "each": true},
                       {"id": "zoom", "kind": "zoom", "capability": "ground", "parser": "tool_call", "max_images": 1},
                       {"id": "find", "kind": "detect", "capability": "detect", "each": true, "parser": "boxes"},
                       {"id": "drawn", "kind": "draw_boxes", "each": true, "needs": ["find"]},
                       {"id": "boxes", "kind": "ask", "prompt": "routed", "needs": ["find", "drawn"], "images": ["original", "boxed:drawn"]},
                       {"id": "answer", "kind": "ask", "prompt": "p", "needs": ["text", "zoom"], "images": ["original", "crop:zoom"], "parser": "last_line"}],
             "observation": {"from": ["answer", "boxes"], "max_chars": 1000, "keep": "tail"}}""";

    public final Database database = TestDatabase.fresh();
    public final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    public final Ledger ledger = new PostgresLedger(database.dataSource());
    public final PostgresArtifacts artifacts = new PostgresArtifacts(database.dataSource());
    public final RecordedTexts texts = new RecordedTexts(artifacts);
    public final QueryImages images = new QueryImages(artifacts, _ -> ImageFacts.UNKNOWN);
    public final List<ExpertRequest> asked = new CopyOnWriteArrayList<>();
    public final ContentHash image = artifacts.put(png(64, 48), "image/png");
    private String question = "how many?";
    /** By query; a query without any is a plain question. */
    public final Map<String, QueryConditions> conditions = new ConcurrentHashMap<>();
    public final List<Divergence> diverged = new CopyOnWriteArrayList<>();
    private Sandbox sandbox = Sandbox.none("none on the bench");
    private final List<TestActivityEnvironment> workers = new ArrayList<>();
    /** Waits for a place at the expert, as the client does. */
    private Consumer<ExpertRequest> waiting = _ -> {};
    private Function<ExpertRequest, ExpertOutcome> experts = r -> answered("seen " + r.task());

    private RegistrySnapshot snapshot = new RegistrySnapshot(3, new RegistrySnapshot.Content(
            List.of(expert("Solver", Expert.Role.EXPERT, "answer", new Expert.Price(1_000_000, 2_000_000, 0)),
                    expert("Reader", Expert.Role.SERVICE, "ocr", Expert.Price.FREE),
                    expert("Grounder", Expert.Role.SERVICE, "ground", Expert.Price.FREE),
                    expert("Detector", Expert.Role.SERVICE, "detect", Expert.Price.FREE)),
            List.of(), List.of(skill()), List.of(), List.of(), List.of(), List.of(),
            List.of(new PromptTemplate(Profile.DEFAULT, "p", "Question: {{question}}\n{{text}}"),
                    new PromptTemplate(Profile.DEFAULT, "routed", "{{#routed}}chosen{{/routed}}{{^routed}}named{{/routed}}")),
            List.of(), List.of(), List.of()));

    public RegistrySnapshot snapshot() {
        return snapshot;
    }

    /** The skills and prompts of a fresh registry, with the bench's own experts. */
    public StepBench seeded() {
        RegistrySnapshot.Content seeds = SeededRegistry.snapshot().content();
        snapshot = new RegistrySnapshot(3,
                new RegistrySnapshot.Content(snapshot.content().experts(), List.of(), seeds.skills(), List.of(), List.of(), List.of(),
                        List.of(),
                        seeds.prompts(), List.of(), List.of(), List.of()));
        return this;
    }

    public StepBench asking(String what) {
        question = what;
        return this;
    }

    /** A worker of its own, with the same record. */
    public StepActivities steps() {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        workers.add(environment);
        PinnedRegistry registry = new PinnedRegistry() {
            @Override
            public long currentRevision() {
                return snapshot.revision();
            }

            @Override
            public RegistrySnapshot at(long revision) {
                if (revision != snapshot.revision()) {
                    throw new MaestroException(RevisionErrors.REVISION_UNKNOWN, "no registry revision " + revision);
                }
                return snapshot;
            }

            @Override
            public RuleSet rules(RegistrySnapshot of) {
                throw new IllegalStateException("no rules on the bench");
            }

            @Override
            public String ruleSetIdentity(RegistrySnapshot of) {
                return "rules-" + of.revision();
            }
        };
        environment.registerActivitiesImplementations(ActivityAssembly.on(new Stores(history, artifacts, ledger), registry)
                .experts((request, context) -> {
                    waiting.accept(request);
                    context.beforeSending();
                    asked.add(request);
                    return experts.apply(request);
                })
                .sandbox(sandbox)
                .conditions(id -> Optional.ofNullable(conditions.get(id)))
                .divergences(diverged::add)
                .build().step());
        return environment.newActivityStub(StepActivities.class, io.temporal.activity.ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(30))
                .setRetryOptions(io.temporal.common.RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
    }

    public StepBench replying(Function<ExpertRequest, ExpertOutcome> how) {
        experts = how;
        return this;
    }

    public StepBench waiting(Consumer<ExpertRequest> how) {
        waiting = how;
        return this;
    }

    public static ExpertOutcome answered(String text) {
        return new ExpertOutcome.Answered(new Reply(text, Optional.empty(), 10, 5, 20, Duration.ofMillis(3), "stop"));
    }

    public StepBench sandbox(Sandbox how) {
        sandbox = how;
        return this;
    }

    public StepBench accept(String queryId, long tokens) {
        return accept(queryId, tokens, image);
    }

    public StepBench accept(String queryId, long tokens, ContentHash image) {
        history.accept(
                new QueryRow(queryId, question, List.of(image), Profile.DEFAULT, "rules", new Limits(5, tokens, 100_000_000, 60_000),
                        Instant.parse("2026-01-02T03:04:05Z")));
        return this;
    }

    public StepRequest step(String queryId, int turn, StepKind kind, String id, String step, int image, String expert) {
        return new StepRequest(queryId, turn, 3, Profile.DEFAULT, "Sample_Skill", StepCall.of(step, kind, image, 0), "how many dots?",
                expert, expert, 1);
    }

    public static Expert expert(String name, Expert.Role role, String capability, Expert.Price price) {
        return new Expert(name, role, Expert.Kind.OPENAI, Optional.of("http://127.0.0.1:1/v1"), Optional.of(name), Optional.empty(),
                Optional.empty(),
                Set.of(capability), name, Expert.Limits.DEFAULT, price, 0, 1, true, false, true);
    }

    public static Skill skill() {
        return new Skill("Sample_Skill", 1, Optional.empty(), Optional.empty(), 1, false, true, "a sample", "", true, 1, Optional.of(PLAN),
                false, true);
    }

    public static byte[] png(int width, int height) {
        return TestImages.encode(TestImages.image(width, height, (_, _) -> 0), "png");
    }

    @Override
    public void close() {
        workers.forEach(TestActivityEnvironment::close);
        database.close();
    }
}
