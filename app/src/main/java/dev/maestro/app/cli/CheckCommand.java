package dev.maestro.app.cli;

import dev.maestro.app.check.CheckLines;
import dev.maestro.app.check.DecisionCheck;
import dev.maestro.app.check.DecisionChecks;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Notices;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.ShippedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Questions about single decisions, answered line by line through what serves queries. */
@Command(
        name = "check",
        description = "Answers questions about single decisions, one JSON object a line: how a name, a question, a policy's text or a trajectory is taken.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckCommand.Names.class, CheckCommand.Routing.class, CheckCommand.Protocol.class, CheckCommand.Reward.class},
        footer = {
            "", "Reads JSON Lines on standard input until its end and prints one object a line, in the same order.",
            "A line that cannot be answered gets {\"id\": …, \"error_code\": …}; then the exit code is 1. Fields: docs/cli.md"
        })
final class CheckCommand {
    /** What the checks share: which registry, which profile, and the lines. */
    abstract static class Checking implements Callable<Integer> {
        private final CommandContext session;
        private final BiFunction<RegistrySnapshot, Profile, DecisionCheck> checks;

        @Option(names = "--profile", paramLabel = "PROFILE", defaultValue = "reference",
                description = "reference or default (${DEFAULT-VALUE}).")
        private String profile = Profile.REFERENCE.wire();

        @Option(names = "--revision", paramLabel = "N|current",
                description = "A revision of your registry. Without it: the registry as it is shipped, which needs no database.")
        private Optional<String> revision = Optional.empty();

        Checking(CommandContext session, BiFunction<RegistrySnapshot, Profile, DecisionCheck> checks) {
            this.session = session;
            this.checks = checks;
        }

        @Override
        public Integer call() {
            Profile named = NamedChoice.profile(profile);
            DecisionCheck check = checks.apply(revision.isPresent() ? revision(revision.get()) : shipped(), named);
            CheckLines.Outcome outcome;
            try {
                outcome = new CheckLines(check, session.terminal().out()).answer(session.terminal().in());
            } catch (IOException e) {
                throw Problem.infrastructure(InputErrors.INPUT_UNREADABLE, "standard input cannot be read: " + e.getMessage() + ".", e);
            }
            if (outcome.readerGone()) {
                session.terminal().say(
                        Notices.OUTPUT_CLOSED + ": nobody reads the answers any more; stopped after "
                                + Wordings.count(outcome.lines(), "line") + ".");
                return ExitCode.QUERY_FAILED.code();
            }
            if (outcome.refused() > 0) {
                session.terminal()
                        .say(Notices.LINES_REFUSED + ": " + outcome.refused() + " of " + Wordings.count(outcome.lines(), "line")
                                + " could not be answered. The first, "
                                + Wordings.line(outcome.first(), 300));
                return ExitCode.QUERY_FAILED.code();
            }
            return ExitCode.OK.code();
        }

        private RegistrySnapshot shipped() {
            Path home = session.configuration().home();
            try {
                return new ShippedRegistry(home,
                        () -> session.terminal().say("laying out the shipped registry in " + home + " (first time only)")).snapshot();
            } catch (MaestroException e) {
                throw Problem.of(ExitCode.INFRASTRUCTURE, e, e.reason() + " The shipped registry is laid out by a PostgreSQL of our own,"
                        + " once; with --revision current the registry of your database is used.");
            } catch (UncheckedIOException e) {
                throw Problem.infrastructure(ProgramErrors.HOME_UNUSABLE, e.getMessage() + ". Check free space and permissions there.", e);
            }
        }

        private RegistrySnapshot revision(String wanted) {
            if (!wanted.equals("current") && !wanted.matches("[1-9][0-9]{0,17}")) {
                throw Problem.usage(UsageErrors.REVISION_INVALID,
                        "--revision \"" + Wordings.line(wanted, 40) + "\": expected a number, or \"current\".");
            }
            try (Services services = session.connect(StackNeed.DATABASE)) {
                RegistryStore registry = services.registry();
                return RegistryReading.Reading.at(registry,
                        wanted.equals("current") ? Optional.empty() : Optional.of(Long.valueOf(wanted)));
            }
        }
    }

    @Command(name = "names", description = "What a written model or skill name stands for.")
    static final class Names extends Checking {
        Names(CommandContext session) {
            super(session, DecisionChecks::names);
        }
    }

    @Command(name = "routing", description = "Which leaf a router takes for a question; which kind of chart a reply names.")
    static final class Routing extends Checking {
        Routing(CommandContext session) {
            super(session, DecisionChecks::routing);
        }
    }

    @Command(name = "protocol", description = "What a policy's text comes to.")
    static final class Protocol extends Checking {
        Protocol(CommandContext session) {
            super(session, DecisionChecks::protocol);
        }
    }

    @Command(name = "reward", description = "What a trajectory is worth.")
    static final class Reward extends Checking {
        Reward(CommandContext session) {
            super(session, DecisionChecks::reward);
        }
    }
}
