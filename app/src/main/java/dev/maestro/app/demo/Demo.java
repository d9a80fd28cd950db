package dev.maestro.app.demo;

import dev.maestro.app.wiring.Services;
import dev.maestro.core.ContentHash;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks about fresh drawings through the whole path, tells right from wrong, and shows a crash. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A query that a model decides ends by its own limit of time; this much later that has been seen. */
    private static final Duration AFTER_LIMIT = Duration.ofMinutes(1);
    private static final String RULES = "rules";
    /** A query may be done before the kill; then the next drawing is tried. */
    private static final int CRASH_ATTEMPTS = 5;

    private final Services services;
    private final DrawingGenerators generators;
    private final Supplier<Optional<Long>> killWorker;
    private final Consumer<String> out;
    private final Function<Audit, List<String>> trajectory;
    private final String policy;
    private final Limits limits;
    private final Duration patience;
    /** Demonstrations of one home do not share ids, whatever their seed. */
    private final String run = Long.toString(Instant.now().toEpochMilli(), 36);

    /**
     * @param killWorker kills a worker, gives its process id
     * @param trajectory how a query's way is told, line by line
     * @param policy     who decides
     */
    public Demo(Services services, DrawingGenerators generators, Supplier<Optional<Long>> killWorker, Consumer<String> out,
            Function<Audit, List<String>> trajectory,
            String policy, Limits limits) {
        this.services = services;
        this.generators = generators;
        this.killWorker = killWorker;
        this.out = out;
        this.trajectory = trajectory;
        this.policy = policy;
        this.limits = limits;
        this.patience = policy.equals(RULES) ? PATIENCE : Duration.ofMillis(limits.wallMs()).plus(AFTER_LIMIT);
    }

    /**
     * @param example id of a query worth looking at
     * @param crash   what the crash showed
     * @param crashWell whether it was left out, or ended as it should without asking anything twice
     */
    public record Summary(Map<String, Score> kinds, Optional<String> crash, boolean crashWell, String example) {
        public int asked() {
            return kinds.values().stream().mapToInt(Score::asked).sum();
        }

        public int right() {
            return kinds.values().stream().mapToInt(Score::right).sum();
        }

        public boolean well() {
            return right() == asked() && crashWell;
        }
    }

    public record Score(int right, int asked) {
        Score and(boolean one) {
            return new Score(right + (one ? 1 : 0), asked + 1);
        }
    }

    public Summary run(long seed, int cases, boolean crash) {
        Map<String, Score> kinds = new LinkedHashMap<>();
        String example = "";
        for (String kind : generators.kinds()) {
            for (int number = 0; number < cases; number++) {
                DemoCase asked = new DemoCase(generators.named(kind).draw(seed + number));
                String id = "demo-" + run + "-" + kind + "-" + (seed + number);
                boolean right = ask(id, asked);
                kinds.merge(kind, new Score(0, 0).and(right), (before, _) -> before.and(right));
                example = example.isEmpty() ? id : example;
            }
        }
        Optional<CrashShow.Outcome> outcome = crash ? crash(seed) : Optional.empty();
        return new Summary(
                kinds,
                crash
                        ? Optional.of(outcome.map(Demo::tell).orElse("crash: every query was done before the kill; try another --seed"))
                        : Optional.empty(),
                !crash || outcome.map(o -> o.askedAgain().isEmpty() && survived(o.result())).orElse(false),
                outcome.map(o -> o.result().id()).orElse(example));
    }

    /** The rules answer what is drawn here; a model that gives up does so after any crash, too. */
    private boolean survived(QueryResult result) {
        return result.status() == QueryStatus.ANSWERED || !policy.equals(RULES) && result.status() == QueryStatus.FAILED;
    }

    private boolean ask(String id, DemoCase asked) {
        out.accept("");
        out.accept("── " + asked.drawn().kind() + " (seed " + asked.drawn().seed() + ") ──  " + asked.drawn().question());
        submit(id, asked.drawn());
        Optional<QueryResult> result = services.queries().await(id, patience);
        services.history().audit(id).map(trajectory).ifPresent(lines -> lines.forEach(out));
        String answer = result.flatMap(QueryResult::answer).orElse("");
        boolean right = asked.right(answer);
        out.accept(right
                ? "    right: the generator drew \"" + asked.drawn().accepted().getFirst() + "\""
                : "    WRONG: the generator drew \"" + asked.drawn().accepted().getFirst() + "\", the answer was "
                        + (answer.isEmpty()
                                ? "none: " + result.map(r -> r.reason() + " " + r.message())
                                        .orElse("no end after " + patience.toMinutes() + " minutes")
                                : "\"" + answer + "\""));
        return right;
    }

    private void submit(String id, Drawing drawn) {
        ContentHash image = services.artifacts().put(drawn.png(), "image/png");
        services.queries().submit(new QueryInput(id, drawn.question(), List.of(image), Profile.DEFAULT, policy, limits, 0));
    }

    private Optional<CrashShow.Outcome> crash(long seed) {
        out.accept("");
        out.accept("── a worker is killed in the middle of a query ──");
        CrashShow show = new CrashShow(services, killWorker, patience);
        for (int attempt = 0; attempt < CRASH_ATTEMPTS; attempt++) {
            String kind = generators.kinds().get(attempt % generators.kinds().size());
            Drawing drawn = generators.named(kind).draw(seed + 1_000 + attempt);
            String id = "demo-" + run + "-crash-" + (attempt + 1);
            submit(id, drawn);
            Optional<CrashShow.Outcome> outcome = show.run(id);
            if (outcome.isPresent()) {
                outcome.ifPresent(seen -> {
                    out.accept("    " + drawn.question());
                    out.accept("    killed worker pid " + seen.killedPid() + " (kill -9) when "
                            + String.join(", ", seen.stepsBefore().stream().map(step -> step.key().toString()).toList())
                            + " stood in the record");
                    out.accept("    a new worker went on; the query ended \"" + seen.result().status() + "\" " + seen.delay().toMillis()
                            + " ms after the kill");
                    trajectory.apply(seen.audit()).forEach(out);
                    out.accept(seen.askedAgain().isEmpty()
                            ? "    what was recorded before the kill stands unchanged: nothing was asked twice"
                            : "    ASKED TWICE: " + String.join(", ", seen.askedAgain().stream().map(StepKey::toString).toList()));
                });
                return outcome;
            }
        }
        return Optional.empty();
    }

    private static String tell(CrashShow.Outcome outcome) {
        return "crash: worker killed with " + outcome.stepsBefore().size() + " of " + outcome.audit().steps().size()
                + " steps recorded, query "
                + outcome.result().status() + ", "
                + (outcome.askedAgain().isEmpty() ? "no recorded reply asked for again" : "recorded replies asked for again");
    }
}
