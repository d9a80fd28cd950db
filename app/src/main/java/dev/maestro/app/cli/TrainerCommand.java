package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.app.wiring.ConnectedServices;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "trainer", description = "Runs one trainer in the foreground: it takes the steps of training runs, one run at a time.",
        footer = {"",
            "Runs that were started with `maestro train --detach` wait for one. It works on the running stack, else on the configured servers."})
final class TrainerCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--database", hidden = true, paramLabel = "URL",
            description = "JDBC URL of the database, told by the process that starts it.")
    private Optional<String> database = Optional.empty();

    @Option(names = "--user", hidden = true, paramLabel = "NAME", defaultValue = "", description = "User of the database.")
    private String user = "";

    @Option(names = "--temporal", hidden = true, paramLabel = "ADDRESS", defaultValue = "", description = "Address of the Temporal server.")
    private String temporal = "";

    TrainerCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = session.configuration();
        Endpoints endpoints = database.map(url -> Endpoints.told(url, user, temporal, configuration, session.environment()))
                .or(() -> RunningStack.under(configuration.home())
                        .map(stack -> Endpoints.of(stack, configuration, session.environment())))
                .or(() -> Endpoints.configured(configuration, session.environment()))
                .orElseThrow(() -> Problem.infrastructure(
                        StackErrors.STACK_NOT_RUNNING, "no Maestro runs under " + configuration.home()
                                + ", and database.url and temporal.address are not both set. Start the stack (maestro up), or set them.",
                        null));
        CountDownLatch stopped = new CountDownLatch(1);
        try (ConnectedServices wiring = new ConnectedServices(endpoints)) {
            AutoCloseable trainer = wiring.startTrainer(configuration, session.environment());
            ProcessEnd.uponSignal(stopped::countDown);
            session.terminal().say("trainer ready, pid " + ProcessHandle.current().pid());
            stopped.await();
            trainer.close();
        }
        return ExitCode.OK.code();
    }
}
