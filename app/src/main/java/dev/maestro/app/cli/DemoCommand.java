package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.demo.Demo;
import dev.maestro.app.demo.LearnedShow;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.policy.remote.RemotePolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro demo}: answers questions about fresh drawings and shows a crash. */
@Command(
        name = "demo",
        description = "Makes fresh drawings, answers questions about them, kills a worker in the middle, and shows what happened.",
        footer = {"", "With --policy local and no --model a small learned policy decides, in the world of the benchmark orchestra.",
            "It starts the whole stack and takes it down afterwards; --keep leaves it running, to look at in the Temporal UI."})
final class DemoCommand implements Callable<Integer> {
    private static final Duration WORKER_STARTS = Duration.ofMinutes(3);
    /** Eight gigabytes from a slow disk. */
    private static final Duration MODEL_LOADS = Duration.ofMinutes(10);

    private final CommandContext session;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Sets the seed; other seeds make other drawings (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--cases", paramLabel = "N", defaultValue = "1",
            description = "Sets how many drawings of each kind are made (${DEFAULT-VALUE}).")
    private int cases;

    @Option(names = {"--keep", "--ui"}, description = "Keeps everything running until Ctrl-C.")
    private boolean keep;

    @Option(names = "--no-crash", description = "Leaves out the crash.")
    private boolean noCrash;

    @Option(names = "--policy", paramLabel = "NAME",
            description = "Names the policy that decides: rules, remote or local. Without it, the configuration says which (rules).")
    private Optional<String> policy = Optional.empty();

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    DemoCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (cases < 1 || cases > 1_000) {
            throw Problem.usage(UsageErrors.CASES_INVALID, "--cases " + cases + ": expected 1 to 1000.");
        }
        Configuration configuration = model.configured(session);
        String policyName = NamedChoice.policy(policy.orElseGet(() -> configuration.policy().name()));
        require(configuration, policyName);
        if (policyName.equals(HeldPolicy.NAME) && HeldModelOption.isUnset(configuration)) {
            return learned();
        }
        Terminal terminal = session.terminal();
        terminal.say("starting PostgreSQL, Temporal and a worker");
        Stack stack = Stack.start(configuration, session.environment(), "demo", StackNeed.WORKER, Duration.ZERO, terminal);
        Supervisor supervisor = new Supervisor(stack, configuration, terminal);
        ProcessEnd.first(() -> {
            supervisor.close();
            stack.close();
        });
        try (ConnectedServices wiring = new ConnectedServices(stack.endpoints())) {
            wiring.migrate(configuration.migrations(), terminal);
            supervisor.start(configuration.workers());
            Duration patience = configuration.policy().local().isPresent() ? MODEL_LOADS : WORKER_STARTS;
            if (!wiring.awaitWorkers(patience)) {
                throw Problem.infrastructure(StackErrors.WORKER_START_FAILED,
                        "no worker became ready within " + patience.toMinutes() + " minutes. See " + configuration.logs() + ".", null);
            }
            Demo.Summary summary = new Demo(wiring, ShippedDrawings.generators(), supervisor::killWorker, terminal.out()::println,
                    new TrajectoryText(terminal)::lines, policyName, configuration.limits())
                    .run(seed, cases, !noCrash);
            Optional<String> ui = stack.running().temporal().ui()
                    .map(address -> address + "/namespaces/" + stack.running().temporal().namespace() + "/workflows");
            ending(summary, policyName, ui);
            if (keep) {
                terminal.out().println("Everything keeps running until Ctrl-C.");
                new CountDownLatch(1).await();
            }
            return summary.well() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    /** No checkpoint is named: a policy that has learned comes along, and shows what it has learned in the world that it knows. */
    private Integer learned() {
        Configuration configuration = LearnedPolicy.of(session);
        try (CheckpointPlayers.Player player = LocalModels.player(configuration.policy().local().orElseThrow(), configuration.home())) {
            new LearnedShow(player, session.terminal().out()::println).run(seed, cases);
        }
        return ExitCode.OK.code();
    }

    /** The demonstration has a stack of its own, so that what is not configured for it is nowhere. */
    private static void require(Configuration configuration, String policy) {
        if (policy.equals(RemotePolicy.NAME) && configuration.policy().remote().isEmpty()) {
            throw Problem.input(InputErrors.POLICY_NOT_SET,
                    "policy remote needs a model server, and none is set. Set policy.remote.endpoint and policy.remote.model, or use --policy rules.");
        }
    }

    private void ending(Demo.Summary summary, String policy, Optional<String> ui) {
        Terminal terminal = session.terminal();
        terminal.out().println();
        terminal.out().println(terminal.bold("Summary") + "  seed " + seed + ", policy " + policy + ": " + summary.right() + " of "
                + summary.asked() + " right");
        Table table = new Table();
        summary.kinds().forEach((kind, score) -> table.row(kind, score.right() + " of " + score.asked()));
        table.lines("  ").forEach(terminal.out()::println);
        summary.crash().ifPresent(text -> terminal.out().println("  " + text));
        terminal.out().println();
        terminal.out().println("Look at one from start to end:  maestro history show " + summary.example());
        terminal.out().println(keep
                ? ui.map(address -> "Watch them in the Temporal UI:  " + address).orElse("")
                : "See them in the Temporal UI:    maestro up   (or demo --keep)");
        terminal.out().println("Your own image:                 maestro ask \"What is written on the sign?\" --image sign.png");
    }
}
