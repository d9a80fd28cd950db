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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "worker", description = "Runs one worker in the foreground: on the running stack, else on the configured servers.",
        footer = {"", "In production each worker is such a process: set database.url and temporal.address, and start as many as you like."})
final class WorkerCommand implements Callable<Integer> {
    /** A restart of the stack takes seconds. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

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
        CountDownLatch stopped = new CountDownLatch(1);
        ProcessEnd.uponSignal(stopped::countDown);
        Endpoints endpoints = endpoints(configuration).orElseThrow(() -> Problem.infrastructure(
                StackErrors.STACK_NOT_RUNNING, "no Maestro runs under " + configuration.home()
                        + ", and database.url and temporal.address are not both set. Start the stack (maestro up), or set them.",
                null));
        while (true) {
            boolean itsOwn = RunningStack.under(configuration.home()).isEmpty();
            try (ConnectedServices wiring = new ConnectedServices(endpoints)) {
                if (itsOwn) {
                    wiring.migrate(configuration.migrations(), session.terminal());
                }
                configuration.policy().local().ifPresent(local -> session.terminal().say("loading " + local.model()));
                AutoCloseable worker = wiring.startWorker(configuration, session.environment());
                try {
                    ready(configuration);
                    // Who started it tells a worker with a number when to end; servers of somebody else stay where they are.
                    if (itsOwn || number > 0) {
                        stopped.await();
                    } else {
                        awaitMove(configuration, endpoints, stopped);
                    }
                } finally {
                    worker.close();
                }
            }
            Optional<Endpoints> next = stopped.getCount() == 0 ? Optional.empty() : moved(configuration, stopped);
            if (next.isEmpty()) {
                return ExitCode.OK.code();
            }
            endpoints = next.get();
        }
    }

    private void ready(Configuration configuration) {
        String holding = configuration.policy().local().map(local -> ", holding " + local.model().getFileName()).orElse("");
        session.terminal()
                .say("worker " + (number == 0 ? "" : number + " ") + "ready" + holding + ", pid " + ProcessHandle.current().pid());
    }

    private Optional<Endpoints> endpoints(Configuration configuration) {
        return RunningStack.under(configuration.home()).map(stack -> Endpoints.of(stack, configuration, session.environment()))
                .or(() -> Endpoints.configured(configuration, session.environment()));
    }

    /** Returns when the worker is to stop, or when the stack that it began on is gone or is found elsewhere. */
    private void awaitMove(Configuration configuration, Endpoints begunOn, CountDownLatch stopped) throws InterruptedException {
        while (!stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!endpoints(configuration).equals(Optional.of(begunOn))) {
                session.terminal().say("the stack under " + configuration.home()
                        + " is gone or has moved; this worker takes nothing from where it was, and goes on when there is one again");
                return;
            }
        }
    }

    /** The endpoints of the stack that comes back; empty when the worker is to stop first. */
    private Optional<Endpoints> moved(Configuration configuration, CountDownLatch stopped) throws InterruptedException {
        do {
            Optional<Endpoints> found = endpoints(configuration);
            if (found.isPresent()) {
                return found;
            }
        } while (!stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        return Optional.empty();
    }
}
