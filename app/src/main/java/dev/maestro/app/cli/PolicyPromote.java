package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.promotion.ChosenCheckpoint;
import dev.maestro.app.promotion.EvaluationEvidence;
import dev.maestro.app.promotion.OrchestraEvidence;
import dev.maestro.app.promotion.PromotionEvidence;
import dev.maestro.app.promotion.Serving;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.PromotionErrors;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.training.TrainingStore.Promotion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro policy promote}: makes a checkpoint the one that serves, if something speaks for it. */
@Command(
        name = "promote",
        description = "Makes a checkpoint the one that policy local serves, when evidence against what serves now speaks for it.",
        footer = {"", "A checkpoint of the benchmark orchestra is played against what serves, on the same tasks. For any other give two",
            "evaluations of the same samples: one by what serves, one by the checkpoint.",
            "  maestro policy promote first                         the best checkpoint of training run first",
            "  maestro policy promote first:150",
            "  maestro policy promote DIR --evaluations BEFORE,AFTER",
            "  maestro policy promote DIR --anyway \"nothing serves yet\""})
final class PolicyPromote implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "CHECKPOINT", description = "A training run (its best checkpoint), RUN:STEP, or a checkpoint folder.")
    private String checkpoint = "";

    @Option(names = "--evaluations", paramLabel = "BEFORE,AFTER", split = ",",
            description = "Two recorded evaluations: one by what serves, one by the checkpoint.")
    private List<String> evaluations = new ArrayList<>();

    @Option(names = "--anyway", paramLabel = "REASON", description = "Promotes it without evidence; the reason and your name are recorded.")
    private Optional<String> anyway = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0",
            description = "Of the benchmark's world; other seeds make other tasks (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--n", paramLabel = "N", defaultValue = "200", description = "Tasks of each split of the benchmark (${DEFAULT-VALUE}).")
    private int tasks = 200;

    @Option(names = "--split", paramLabel = "NAMES", split = ",", defaultValue = "seen,wording,combo,ood",
            description = "Sets of tasks: seen, wording, combo, ood (${DEFAULT-VALUE}).")
    private List<String> splits = new ArrayList<>();

    @Option(names = "--price", paramLabel = "NAMES", split = ",", defaultValue = "free,fair,tight",
            description = "How much price counts: free, fair, tight (${DEFAULT-VALUE}).")
    private List<String> prices = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    PolicyPromote(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        check();
        Configuration configuration = session.configuration();
        try (Services services = session.connect(StackNeed.DATABASE)) {
            ChosenCheckpoint chosen = ChosenCheckpoint.of(services.trainingStore(), checkpoint);
            if (!chosen.why().isEmpty()) {
                session.terminal().say("chosen: " + chosen.why());
            }
            Configuration.LocalPolicy held = how(configuration).of(chosen.folder());
            LocalModels.check(held, configuration.home());
            String version = LocalModels.version(held);
            requireOther(services.trainingStore().serving(), chosen);
            Serving serving = Serving.now(services.trainingStore(), configuration);
            Optional<PromotionEvidence> evidence = anyway.isPresent()
                    ? Optional.empty()
                    : Optional.of(evidence(services, serving, held, version));
            evidence.filter(each -> !each.speaksFor()).ifPresent(PolicyPromote::refuse);
            ObjectNode recorded = evidence.map(each -> (ObjectNode) each.json())
                    .orElseGet(() -> Json.MAPPER.createObjectNode().put("kind", "anyway").put("reason", anyway.orElseThrow()));
            recorded.put("version", version);
            Promotion made = services.trainingStore().record(new Promotion(0, false, chosen.folder().toString(), chosen.digest(),
                    Optional.of(recorded), anyway.isPresent(), OnPromotions.me(), Instant.now()));
            print(made, serving, version, recorded);
            return ExitCode.OK.code();
        }
    }

    private void check() {
        if (!evaluations.isEmpty() && anyway.isPresent()) {
            throw Problem.usage(PromotionErrors.PROMOTION_OPTIONS_CONFLICT, "--anyway does without evidence. Leave --evaluations out.");
        }
        if (!evaluations.isEmpty() && evaluations.size() != 2) {
            throw Problem.usage(PromotionErrors.PROMOTION_OPTIONS_CONFLICT,
                    "--evaluations names " + evaluations.size() + ". Give two: BEFORE,AFTER.");
        }
        if (anyway.filter(String::isBlank).isPresent()) {
            throw Problem.usage(PromotionErrors.PROMOTION_OPTIONS_CONFLICT, "--anyway is recorded with its reason. Write one.");
        }
        BenchmarkOrchestra.requireTasks(tasks);
        if (BenchmarkOrchestra.splits(splits).contains(OrchestraSplit.TRAIN)) {
            throw Problem.usage(PromotionErrors.PROMOTION_OPTIONS_CONFLICT,
                    "--split train: what a checkpoint was trained on speaks for nothing. Choose among seen, wording, combo, ood.");
        }
        BenchmarkOrchestra.prices(prices);
    }

    /** The settings by which workers hold a model; the folder is still to be named. */
    private static Configuration.LocalPolicy how(Configuration configuration) {
        return configuration.policy().promoted().or(configuration.policy()::local).orElseThrow(() -> Problem.input(
                PromotionErrors.PROMOTION_OPTIONS_CONFLICT,
                "policy.local.promoted is false, so no worker takes promotions up. Set it to true, or leave it out."));
    }

    private static void requireOther(Optional<Promotion> serving, ChosenCheckpoint chosen) {
        serving.filter(each -> each.digest().equals(chosen.digest()) && Path.of(each.folder()).equals(chosen.folder())).ifPresent(each -> {
            throw Problem.usage(PromotionErrors.PROMOTION_SERVES_ALREADY,
                    chosen.folder() + " serves already, by promotion " + each.number() + ".");
        });
    }

    private PromotionEvidence evidence(Services services, Serving serving, Configuration.LocalPolicy held, String version) {
        if (!evaluations.isEmpty()) {
            Evaluation before = EvaluationsCompare.standing(services, evaluations.getFirst());
            Evaluation after = EvaluationsCompare.standing(services, evaluations.getLast());
            return EvaluationEvidence.of(services.evaluationStore(), before, after, serving.identified(held), version);
        }
        OrchestraEvidence benchmark = new OrchestraEvidence(seed, tasks, BenchmarkOrchestra.splits(splits),
                BenchmarkOrchestra.prices(prices));
        OrchestraEvidence.Played before = serving.checkpoint().map(folder -> played(benchmark, held.of(folder)))
                .orElseGet(() -> rules(benchmark, serving));
        return benchmark.compare(before, played(benchmark, held));
    }

    private OrchestraEvidence.Played played(OrchestraEvidence benchmark, Configuration.LocalPolicy held) {
        try (CheckpointPlayers.Player player = LocalModels.player(held, session.configuration().home())) {
            return benchmark.play(held.model().toString(), player::play, session.terminal());
        } catch (MaestroException e) {
            if (e.code() != OrchestraErrors.TOKENIZER_UNSUITABLE) {
                throw e;
            }
            throw new Problem(ExitCode.USAGE, PromotionErrors.PROMOTION_NEEDS_EVIDENCE, held.model()
                    + " does not play the benchmark orchestra"
                    + ". Give two evaluations of the same samples (--evaluations BEFORE,AFTER), or say why it shall serve all the same"
                    + " (--anyway REASON).", e);
        }
    }

    private OrchestraEvidence.Played rules(OrchestraEvidence benchmark, Serving serving) {
        if (!serving.policy().equals(Baselines.RULES) && !serving.policy().equals(HeldPolicy.NAME)) {
            throw Problem.usage(PromotionErrors.PROMOTION_NEEDS_EVIDENCE, "what serves is " + serving.words()
                    + ", which does not play the benchmark. Give two evaluations (--evaluations BEFORE,AFTER), or --anyway REASON.");
        }
        OrchestraPolicy rules = Baselines.of(Baselines.RULES, seed);
        return benchmark.play("policy rules", given -> given.stream().map(task -> Play.of(task, rules)).toList(), session.terminal());
    }

    private static void refuse(PromotionEvidence evidence) {
        throw new Problem(ExitCode.QUERY_FAILED, PromotionErrors.PROMOTION_NOT_BETTER,
                PromotionEvidence.words(evidence.json()) + ". The interval reaches below 0, so it may be worse than "
                        + evidence.before().what()
                        + ". Choose another checkpoint, play more tasks (--n), or say why it shall serve all the same (--anyway REASON).");
    }

    private void print(Promotion made, Serving before, String version, JsonNode evidence) {
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("promotion", made, "version", version, "before", before.words()));
            return;
        }
        List.of(made.folder() + " serves policy local now: promotion " + made.number() + ", recorded as " + version,
                "evidence: " + PromotionEvidence.words(evidence), "before:   " + before.words(),
                "Running queries keep theirs. Undo: maestro policy rollback").forEach(session.terminal().out()::println);
    }
}
