package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.LocalModels;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "worker", description = "Runs one worker in the foreground: on the running stack, else on the configured servers.",
        footer = {"", "In production each worker is such a process: set database.url and temporal.address, and start as many as you like."})
final class WorkerCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--number", paramLabel = "N", defaultValue = "0", hidden = true, description = "Which worker of its supervisor it is.")
    private int number;

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    WorkerCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = LocalModels.heldBy(model.configured(session), number);
        Optional<RunningStack> running = RunningStack.under(configuration.home());
        Endpoints endpoints = running.map(stack -> Endpoints.of(stack, configuration, session.environment()))
                .or(() -> Endpoints.configured(configuration, session.environment()))
                .orElseThrow(() -> Problem.infrastructure(
                        StackErrors.STACK_NOT_RUNNING, "no Maestro runs under " + configuration.home()
                                + ", and database.url and temporal.address are not both set. Start the stack (maestro up), or set them.",
                        null));
        CountDownLatch stopped = new CountDownLatch(1);
        ConnectedServices wiring = new ConnectedServices(endpoints);
        if (running.isEmpty()) {
            wiring.migrate(configuration.migrations(), session.terminal());
        }
        configuration.policy().local().ifPresent(local -> session.terminal().say("loading " + local.model()));
        AutoCloseable worker = wiring.startWorker(configuration, session.environment());
        ProcessEnd.uponSignal(stopped::countDown);
        String holding = configuration.policy().local().map(local -> ", holding " + local.model().getFileName()).orElse("");
        session.terminal()
                .say("worker " + (number == 0 ? "" : number + " ") + "ready" + holding + ", pid " + ProcessHandle.current().pid());
        stopped.await();
        worker.close();
        wiring.close();
        return ExitCode.OK.code();
    }
}
