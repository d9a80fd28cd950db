package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.core.WireForm;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.text.NearestNames;
import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.report.OrchestraReport;
import dev.maestro.orchestra.report.ReportTable;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.policy.checkpoint.HeldPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "orchestra",
        description = "Plays the benchmark orchestra: whom to ask, with which skill, and when to stop. Needs no server.",
        footer = {"", "The same seed makes the same tasks for every policy and on every machine. More in docs/orchestra.md.",
            "  maestro benchmark orchestra --policy rules --n 1000",
            "  maestro benchmark orchestra --policy local --split seen,ood --price free",
            "  maestro benchmark orchestra --policy local --model DIR"})
final class BenchmarkOrchestra implements Callable<Integer> {
    private static final int MOST_TASKS = 100_000;
    private static final List<String> POLICIES = policies();

    private final CommandContext session;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0",
            description = "Of the world; other seeds make other tasks (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--n", paramLabel = "N", defaultValue = "400",
            description = "Tasks of each split, 1 to 100000; the same ones at each price (${DEFAULT-VALUE}).")
    private int tasks = 400;

    @Option(names = "--policy", paramLabel = "NAME", defaultValue = "rules",
            description = "rules, strong-rules, random, best-single, oracle, or local: --model, or the learned one that comes along (${DEFAULT-VALUE}).")
    private String policy = Baselines.RULES;

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    @Option(names = "--split", paramLabel = "NAMES", split = ",", defaultValue = "seen,wording,combo,ood",
            description = "Sets of tasks: train, seen, wording, combo, ood (${DEFAULT-VALUE}).")
    private List<String> splits = new ArrayList<>();

    @Option(names = "--price", paramLabel = "NAMES", split = ",", defaultValue = "free,fair,tight",
            description = "How much price counts: free, fair, tight (${DEFAULT-VALUE}).")
    private List<String> prices = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    BenchmarkOrchestra(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireTasks(tasks);
        List<OrchestraSplit> wanted = splits(splits);
        List<PriceWeight> weights = prices(prices);
        if (!POLICIES.contains(policy)) {
            throw Problem.usage(OrchestraErrors.BASELINE_UNKNOWN,
                    "there is no policy \"" + Wordings.line(policy, 80) + "\" in the benchmark." + NearestNames.sentence(policy, POLICIES));
        }
        print(policy.equals(HeldPolicy.NAME) ? local(wanted, weights) : baseline(wanted, weights));
        return ExitCode.OK.code();
    }

    /** @throws Problem {@code TASKS_INVALID} */
    static void requireTasks(int tasks) {
        if (tasks < 1 || tasks > MOST_TASKS) {
            throw Problem.usage(BenchmarkErrors.TASKS_INVALID,
                    "--n " + tasks + "; 1 to " + MOST_TASKS + " tasks can be played of a split.");
        }
    }

    /** @throws Problem {@code SPLIT_UNKNOWN} */
    static List<OrchestraSplit> splits(List<String> names) {
        return names.stream().map(name -> named(name, OrchestraSplit.class, BenchmarkErrors.SPLIT_UNKNOWN, "split")).distinct().toList();
    }

    /** @throws Problem {@code PRICE_UNKNOWN} */
    static List<PriceWeight> prices(List<String> names) {
        return names.stream().map(name -> named(name, PriceWeight.class, BenchmarkErrors.PRICE_UNKNOWN, "price weight")).distinct()
                .toList();
    }

    private OrchestraReport baseline(List<OrchestraSplit> wanted, List<PriceWeight> weights) {
        OrchestraPolicy player = Baselines.of(policy, seed);
        return report(given -> given.stream().map(task -> Play.of(task, player)).toList(), wanted, weights);
    }

    private OrchestraReport local(List<OrchestraSplit> wanted, List<PriceWeight> weights) {
        Configuration configuration = model.configured(session);
        if (configuration.policy().local().isEmpty()) {
            configuration = LearnedPolicy.of(session);
        }
        Configuration.LocalPolicy settings = configuration.policy().local().orElseThrow();
        try (CheckpointPlayers.Player player = LocalModels.player(settings, configuration.home())) {
            return report(given -> {
                List<PlayedTask> played = player.play(given);
                session.terminal().say("played " + given.size() + " tasks of split " + given.getFirst().split().wire() + " at price "
                        + given.getFirst().price().wire());
                return played;
            }, wanted, weights);
        }
    }

    private OrchestraReport report(Function<List<OrchestraTask>, List<PlayedTask>> player, List<OrchestraSplit> wanted,
            List<PriceWeight> weights) {
        return OrchestraReport.measure(policy, player, new OrchestraWorld(seed), wanted, weights, tasks, TaskOptions.STANDARD);
    }

    private void print(OrchestraReport report) {
        if (json.wanted()) {
            json.print(session.terminal(), report);
        } else {
            ReportTable.lines(report).forEach(session.terminal().out()::println);
        }
    }

    private static <E extends Enum<E> & WireForm> E named(String name, Class<E> type, ErrorCode code, String what) {
        List<String> valid = Arrays.stream(type.getEnumConstants()).map(WireForm::wire).toList();
        if (!valid.contains(name)) {
            throw Problem.usage(code,
                    "there is no " + what + " \"" + Wordings.line(name, 80) + "\"." + NearestNames.sentence(name, valid));
        }
        return WireForm.parse(type, name);
    }

    private static List<String> policies() {
        List<String> names = new ArrayList<>(Baselines.NAMES);
        names.add(HeldPolicy.NAME);
        return List.copyOf(names);
    }
}
