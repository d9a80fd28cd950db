package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.registry.database.Processes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code maestro down}: stops the stack of this home. */
@Command(name = "down", description = "Stops the stack that runs under this MAESTRO_HOME. Its queries go on at the next start.")
final class DownCommand implements Callable<Integer> {
    /** Workers get ten seconds to end their calls, the servers ten more. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CommandContext session;

    DownCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<RunningStack> running = RunningStack.under(session.configuration().home());
        Optional<ProcessHandle> owner = running.flatMap(stack -> ProcessHandle.of(stack.pid()));
        if (owner.isEmpty()) {
            session.terminal().out().println("No Maestro runs under " + session.configuration().home() + ".");
            return ExitCode.OK.code();
        }
        ProcessHandle process = owner.orElseThrow();
        process.destroy();
        if (!Processes.ended(process, PATIENCE)) {
            throw Problem.infrastructure(
                    StackErrors.STACK_DOES_NOT_STOP,
                    "the process " + process.pid() + " still runs after " + PATIENCE.toSeconds() + " s. See "
                            + session.configuration().logs() + ", or end it: kill -9 " + process.pid(),
                    null);
        }
        session.terminal().out().println("Stopped.");
        return ExitCode.OK.code();
    }
}
