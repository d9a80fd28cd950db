package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.stack.BootstrapKey;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.MaestroService;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code maestro server}: the HTTP service as a process of its own. */
@Command(
        name = "server", description = "Runs the HTTP service in the foreground: on the running stack, else on the configured servers.",
        footer = {"", "In production each server is such a process: set database.url and temporal.address, and start as many as you like",
            "behind a balancer. How to use it: docs/service.md."})
final class ServerCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--port", paramLabel = "PORT", description = "Listens at this port (0: any free one); without it, http.port says.")
    private Optional<Integer> port = Optional.empty();

    ServerCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        port.ifPresent(number -> session.set(Key.HTTP_PORT, String.valueOf(number)));
        Configuration configuration = session.configuration();
        Optional<RunningStack> running = RunningStack.under(configuration.home());
        Endpoints endpoints = running.map(stack -> Endpoints.of(stack, configuration, session.environment()))
                .or(() -> Endpoints.configured(configuration, session.environment()))
                .orElseThrow(() -> Problem.infrastructure(
                        StackErrors.STACK_NOT_RUNNING, "no Maestro runs under " + configuration.home()
                                + ", and database.url and temporal.address are not both set. Start the stack (maestro up), or set them.",
                        null));
        CountDownLatch stopped = new CountDownLatch(1);
        try (ConnectedServices wiring = new ConnectedServices(endpoints)) {
            if (running.isEmpty()) {
                wiring.migrate(configuration.migrations(), session.terminal());
            }
            if (!configuration.http().open()) {
                BootstrapKey.ifNone(wiring.apiKeys(), configuration.home()).ifPresent(key -> session.terminal().say(
                        "there was no administrator's API key; one is in " + BootstrapKey.file(configuration.home())));
            }
            try (MaestroService service = start(wiring, configuration)) {
                ProcessEnd.uponSignal(stopped::countDown);
                session.terminal().say("server ready at " + address(configuration, service)
                        + (configuration.http().open() ? ", open to everybody on this machine (http.auth = none)" : "") + ", pid "
                        + ProcessHandle.current().pid());
                stopped.await();
                session.terminal().say("stopping");
            }
        }
        return ExitCode.OK.code();
    }

    static MaestroService start(ConnectedServices wiring, Configuration configuration) {
        try {
            return wiring.startService(configuration);
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.INFRASTRUCTURE, e);
        }
    }

    /** Where a client of this machine reaches the service. */
    static String address(Configuration configuration, MaestroService service) {
        String host = configuration.http().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + service.port();
    }
}
