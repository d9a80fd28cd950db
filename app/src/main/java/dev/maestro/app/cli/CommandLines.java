package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.app.temporal.TemporalErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.database.DatabaseErrors;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Makes the command line, runs it, and turns whatever goes wrong into one message and an exit code. */
public final class CommandLines {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

    private static final Pattern IMAGE = Pattern.compile("(?i)^https?://|\\.(png|jpe?g|gif|webp|bmp|tiff?)$");

    private CommandLines() {}

    /** Runs one command line of this process to its end; returns the exit code. */
    public static int execute(String[] args, Map<String, String> environment) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(System.in, System.out, out, err, environment,
                System.console() != null && System.console().isTerminal());
        return written(of(terminal, environment).execute(args), terminal);
    }

    /** A result that nobody got is no success: a full disk, a pipe whose reader left. */
    static int written(int code, Terminal terminal) {
        if (!terminal.out().checkError()) {
            return code;
        }
        terminal.say(
                ProgramErrors.OUTPUT_LOST + ": standard output could not be written to its end: the disk is full, or its reader has gone. "
                        + "What was done stands; ask for it again where there is room.");
        return code == ExitCode.OK.code() ? ExitCode.INFRASTRUCTURE.code() : code;
    }

    static CommandLine of(Terminal terminal, Map<String, String> environment) {
        CommandContext session = new CommandContext(terminal, environment);
        CommandLine line = new CommandLine(new MaestroCommand(), new CommandFactory(session));
        helping(line);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((exception, arguments) -> refused(exception, new RefusalPrinter(terminal, List.of(arguments))));
        line.setExecutionExceptionHandler((exception, _, parsed) -> failed(exception, new RefusalPrinter(terminal, parsed.originalArgs())));
        return line;
    }

    /** Every command says what it takes when asked with {@code --help}, whatever else it demands. */
    private static void helping(CommandLine command) {
        if (command.getCommandSpec().optionsMap().get("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this and ends.").build());
        }
        command.getSubcommands().values().forEach(CommandLines::helping);
    }

    private static int refused(CommandLine.ParameterException exception, RefusalPrinter refusal) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Problem problem = exception instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unknown(unmatched, command)
                : isWithoutCommand(exception, command)
                        ? Problem.usage(UsageErrors.COMMAND_MISSING, "\"" + name + "\" needs one of its commands: "
                                + String.join(", ", commands(command)) + ".")
                        : Problem.usage(UsageErrors.ARGUMENT_INVALID, (exception.getMessage() + ".").replace("..", "."));
        return refusal.say(problem.exitCode(), problem, "See: " + name + " --help");
    }

    private static boolean isWithoutCommand(CommandLine.ParameterException exception, CommandLine command) {
        // Its kinds are classes of their own; a command that only holds others and got none is told by the plain one.
        return exception.getClass() == CommandLine.ParameterException.class && !commands(command).isEmpty();
    }

    private static List<String> commands(CommandLine command) {
        return command.getSubcommands().entrySet().stream().filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey).toList();
    }

    private static Problem unknown(CommandLine.UnmatchedArgumentException exception, CommandLine command) {
        String argument = exception.getUnmatched().getFirst();
        String name = command.getCommandSpec().qualifiedName();
        if (argument.startsWith("-") && argument.length() > 1) {
            List<String> options = new ArrayList<>();
            command.getCommandSpec().options().stream().filter(option -> !option.hidden())
                    .forEach(option -> options.addAll(List.of(option.names())));
            String option = argument.split("=", 2)[0];
            return Problem.usage(UsageErrors.OPTION_UNKNOWN,
                    "\"" + name + "\" has no option \"" + option + "\"." + NearestNames.sentence(option, options));
        }
        List<String> names = commands(command);
        if (!names.isEmpty()) {
            return Problem.usage(UsageErrors.COMMAND_UNKNOWN,
                    "\"" + name + "\" has no command \"" + argument + "\"." + NearestNames.sentence(argument, names));
        }
        if (IMAGE.matcher(argument).find() && command.getCommandSpec().optionsMap().containsKey("--image")) {
            return Problem.usage(UsageErrors.IMAGE_OPTION_FORGOTTEN,
                    "\"" + Wordings.line(argument, 200) + "\" looks like an image. Write --image "
                            + Wordings.line(argument, 200) + ".");
        }
        return Problem.usage(UsageErrors.ARGUMENT_UNEXPECTED, "\"" + name + "\" takes no further argument, and got \"" + argument
                + "\". Put a text of several words in quotes.");
    }

    /** Of what no command made a {@link Problem}: a fault of the database, or an input that somewhere below was refused. */
    private static ExitCode exitCode(MaestroException refused) {
        return switch (refused.code()) {
            case DatabaseErrors code -> switch (code) {
                case DATABASE_UNAVAILABLE, EMBEDDED_POSTGRES_MISSING, EMBEDDED_POSTGRES_FAILED, EMBEDDED_POSTGRES_IN_USE ->
                    ExitCode.INFRASTRUCTURE;
                case DATABASE_URL_INVALID, DATABASE_POOLER_UNFIT, DATABASE_POOL_INVALID -> ExitCode.BAD_INPUT;
                case DATABASE_REFUSED, DATABASE_STATEMENT_FAILED, REGISTRY_IS_APPEND_ONLY, REGISTRY_TRUNCATE, HISTORY_IS_APPEND_ONLY,
                        QUERY_UNKNOWN ->
                    ExitCode.INTERNAL;
            };
            default -> ExitCode.BAD_INPUT;
        };
    }

    private static int failed(Exception exception, RefusalPrinter refusal) {
        return switch (exception) {
            case Problem problem -> {
                LOG.info("refused", problem);
                yield refusal.say(problem.exitCode(), problem);
            }
            case MaestroException refused -> {
                LOG.warn("refused", refused);
                yield refusal.say(exitCode(refused), refused);
            }
            case StatusRuntimeException status -> {
                LOG.warn("temporal", status);
                yield refusal.say(ExitCode.INFRASTRUCTURE, Problem.infrastructure(TemporalErrors.TEMPORAL_UNAVAILABLE,
                        "the Temporal server gave up: " + status.getStatus().getCode()
                                + ". Look at `maestro doctor`, and whether `maestro up` still runs.",
                        status));
            }
            case WorkflowServiceException service when service.getCause() instanceof StatusRuntimeException status ->
                failed(status, refusal);
            default -> {
                LOG.error("defect", exception);
                yield refusal.say(ExitCode.INTERNAL, new Problem(ExitCode.INTERNAL, ProgramErrors.INTERNAL,
                        exception.getClass().getSimpleName() + ": " + exception.getMessage()
                                + ". This is a defect of the program; the details are in the log under MAESTRO_HOME/logs.",
                        exception));
            }
        };
    }
}
