package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.stack.BootstrapKey;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.Resources;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.ShownAddress;
import dev.maestro.service.MaestroService;
import dev.maestro.service.http.ServerErrors;
import dev.maestro.service.http.ServiceSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro up}: keeps a stack running. */
@Command(
        name = "up",
        description = "Keeps the whole stack running until Ctrl-C: PostgreSQL, Temporal with its UI, workers, and the HTTP service.",
        footer = {"", "It restarts what dies. In the background: nohup maestro up >up.log 2>&1 &   then: maestro down"})
final class UpCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--workers", paramLabel = "N",
            description = "Sets the number of worker processes; without it, the configuration says how many (1).")
    private Optional<Integer> workers = Optional.empty();

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    UpCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = model.configured(session);
        long begun = System.nanoTime();
        int count = workers.filter(number -> number >= 1 && number <= 64)
                .or(() -> workers.isPresent() ? Optional.empty() : Optional.of(configuration.workers()))
                .orElseThrow(() -> Problem.usage(UsageErrors.WORKERS_INVALID,
                        "--workers " + workers.orElse(0) + ": expected 1 to 64."));
        Stack stack = Stack.start(configuration, session.environment(), "up", StackNeed.WORKER, Duration.ZERO, session.terminal());
        Supervisor supervisor = new Supervisor(stack, configuration, session.terminal());
        CountDownLatch stopped = new CountDownLatch(1);
        Resources serving = new Resources();
        Runnable stop = () -> {
            session.terminal().say("stopping");
            serving.close();
            supervisor.close();
            stack.close();
            stopped.countDown();
        };
        try (ConnectedServices wiring = new ConnectedServices(stack.endpoints())) {
            wiring.migrate(configuration.migrations(), session.terminal());
            ProcessEnd.first(stop);
            supervisor.start(count);
            MaestroService service = serving.keep(serve(wiring, configuration));
            if (!wiring.awaitWorkers(Duration.ofMinutes(2))) {
                session.terminal()
                        .say("no worker is ready yet"
                                + configuration.policy().local().map(_ -> ", the model may still be loading").orElse("")
                                + "; see worker-1.out and maestro.log in " + configuration.logs());
            }
            print(stack.running(), supervisor, ServerCommand.address(configuration, service), Duration.ofNanos(System.nanoTime() - begun));
            // The service stands on what is connected here.
            stopped.await();
        } catch (RuntimeException e) {
            stop.run();
            throw e;
        }
        return ExitCode.OK.code();
    }

    /** The service at its port; where another program has the port that nobody chose, at any other. */
    private MaestroService serve(ConnectedServices wiring, Configuration configuration) {
        if (!configuration.http().open()) {
            BootstrapKey.renew(wiring.apiKeys(), configuration.home(), "up");
        }
        try {
            return wiring.startService(configuration);
        } catch (MaestroException e) {
            if (e.code() != ServerErrors.ADDRESS_IN_USE || configuration.http().port() != ServiceSettings.DEFAULT.port()) {
                throw Problem.of(ExitCode.INFRASTRUCTURE, e);
            }
            session.terminal().say("port " + configuration.http().port() + " is taken; the HTTP service takes another one (http.port)");
            return ServerCommand.start(wiring, configuration.with(configuration.http().at(0)));
        }
    }

    private void print(RunningStack running, Supervisor supervisor, String address, Duration took) {
        Terminal terminal = session.terminal();
        Table table = new Table();
        running.temporal().ui()
                .ifPresent(ui -> table.row("Temporal UI", ui + "/namespaces/" + running.temporal().namespace() + "/workflows"));
        table.row("Temporal", running.temporal().address());
        table.row("PostgreSQL", ShownAddress.of(running.database().jdbcUrl().replaceFirst("^jdbc:", "")));
        table.row("workers", String.join(", ", supervisor.workerPids().stream().map(pid -> "pid " + pid).toList()));
        table.row("HTTP service", address + "/v1");
        table.row("API key", session.configuration().http().open()
                ? "none needed on this machine (http.auth = none)"
                : "in " + BootstrapKey.file(session.configuration().home()));
        table.row("logs", session.configuration().logs().toString());
        terminal.out().println(terminal.bold("Maestro is up") + " after " + Wordings.millis(took.toMillis()));
        table.lines("  ").forEach(terminal.out()::println);
        running.temporal().pid().ifPresent(own -> terminal.out().println(
                "  Any user of this machine can read and steer that Temporal server (pid " + own + "): it knows no passwords."));
        terminal.out().println();
        terminal.out().println("Ask: maestro ask \"What is written on the sign?\" --image sign.png      Stop: Ctrl-C or maestro down");
    }
}
