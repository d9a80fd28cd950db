package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Version;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root: lists the commands. */
@Command(
        name = "maestro",
        description = "Answers questions about images by asking expert models with the right skills, durably.",
        mixinStandardHelpOptions = true,
        versionProvider = MaestroCommand.Versions.class,
        subcommands = {
            DemoCommand.class, AskCommand.class, DrawingCommand.class, UpCommand.class, DownCommand.class, QueriesCommand.class,
            HistoryCommand.class,
            RegistryCommand.class, ExpertsCommand.class, WorkerCommand.class, ServerCommand.class, PolicyCommand.class,
            EvaluateCommand.class, EvaluationsCommand.class, TrainCommand.class, TrainingCommand.class, TrainerCommand.class,
            BenchmarkCommand.class, CheckCommand.class, AuditCommand.class, DoctorCommand.class,
            MaestroCommand.Completion.class,
            MaestroCommand.TrainingRun.class, CommandLine.HelpCommand.class
        },
        footer = {"", "In a checkout, ./maestro test runs every test.", "",
            "State lives under MAESTRO_HOME (default ~/.maestro). Exit codes: 0 done, 1 failed, 2 usage, 3 bad input,",
            "4 infrastructure, 70 defect, 130 interrupted. More in docs/cli.md."})
final class MaestroCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.OK.code();
    }

    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"maestro " + Version.CURRENT + " (Java " + Runtime.version().feature() + ")"};
        }
    }

    @Command(name = "completion", description = "Prints a completion script for bash and zsh: source <(maestro completion)")
    static final class Completion implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().print(AutoComplete.bash("maestro", spec.root().commandLine()));
            spec.commandLine().getOut().flush();
            return ExitCode.OK.code();
        }
    }

    /** Loads what a start-up loads, so that the build can keep it in the start-up cache. */
    @Command(name = "training-run", hidden = true)
    static final class TrainingRun implements Callable<Integer> {
        private final CommandContext session;

        TrainingRun(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return StartUpTraining.run(session);
        }
    }
}
