package dev.maestro.app.cli;

import dev.maestro.activities.QueryErrors;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import io.temporal.client.WorkflowNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluations", description = "Shows and steers evaluations.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EvaluationsCommand.Listing.class, EvaluationsCommand.Show.class, EvaluationsCommand.Pause.class,
            EvaluationsCommand.Resume.class,
            EvaluationsCommand.Cancel.class, EvaluationsCommand.Concurrency.class, EvaluationsCompare.class
        })
final class EvaluationsCommand {
    static Problem unknown(Services services, String name) {
        List<String> names = services.evaluationStore().list(200).stream().map(o -> o.evaluation().name()).toList();
        List<String> near = NearestNames.near(name, names, 3);
        return Problem.usage(QueryErrors.EVALUATION_UNKNOWN, "there is no evaluation \"" + Wordings.line(name, 80) + "\"."
                + (near.isEmpty() ? "" : " Nearest: " + String.join(", ", near) + ".") + " List them with: maestro evaluations list");
    }

    /** What the commands on one evaluation share. */
    abstract static class OnOne implements Callable<Integer> {
        final CommandContext session;

        @Parameters(paramLabel = "NAME", description = "Names the evaluation.")
        String name = "";

        @Mixin
        JsonOption json = new JsonOption();

        OnOne(CommandContext session) {
            this.session = session;
        }

        int steer(String done, Consumer<Services> effect) {
            try (Services services = session.connect(StackNeed.TEMPORAL)) {
                if (services.evaluationStore().evaluation(name).isEmpty()) {
                    throw unknown(services, name);
                }
                try {
                    effect.accept(services);
                } catch (WorkflowNotFoundException e) {
                    throw new Problem(ExitCode.QUERY_FAILED, EvaluationErrors.EVALUATION_ENDED,
                            "evaluation \"" + name + "\" does not run. Go on with it: maestro evaluate --resume " + name, e);
                } catch (MaestroException e) {
                    throw new Problem(ExitCode.USAGE, e.code(), e.reason(), e);
                }
                if (services.endsWithCommand()) {
                    session.terminal().say(
                            "no Maestro runs under " + session.configuration().home() + ": it takes effect when one does (maestro up)");
                }
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("name", name, "done", done));
                } else {
                    session.terminal().out().println(name + ": " + done);
                }
                return ExitCode.OK.code();
            }
        }

        static String me() {
            return System.getProperty("user.name", "someone");
        }
    }

    @Command(name = "list", description = "Lists evaluations, the newest first.")
    static final class Listing implements Callable<Integer> {
        private final CommandContext session;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Shows at most this many (${DEFAULT-VALUE}).")
        private int limit;

        @Mixin
        private JsonOption json = new JsonOption();

        Listing(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (limit < 1 || limit > 10_000) {
                throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
            }
            try (Services services = session.connect(StackNeed.DATABASE)) {
                List<Overview> all = services.evaluationStore().list(limit);
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("evaluations", all));
                } else if (all.isEmpty()) {
                    session.terminal().out().println("No evaluations yet. Try one: maestro evaluate --drawings 2");
                } else {
                    Table table = new Table().row("NAME", "STATUS", "DONE", "RIGHT", "FAILED", "POLICY", "DATA");
                    all.forEach(o -> table.row(o.evaluation().name(), o.status(), o.done() + "/" + o.total(),
                            o.scored() == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * o.right() / o.scored()), "" + o.failed(),
                            o.evaluation().policy(), Wordings.line(o.evaluation().data(), 60)));
                    table.lines("").forEach(session.terminal().out()::println);
                }
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "show", description = "Shows how an evaluation stands and, with --out, writes its files.")
    static final class Show extends OnOne {
        @Option(names = "--out", paramLabel = "DIR", description = "Writes samples.jsonl, summary.json and report.html into this folder.")
        private Optional<Path> out = Optional.empty();

        Show(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            try (Services services = session.connect(StackNeed.DATABASE)) {
                if (services.evaluationStore().evaluation(name).isEmpty()) {
                    throw unknown(services, name);
                }
                new EvaluationOutput(session, services).print(name, out, json);
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "pause", description = "Lets no new query start; those that run go on.")
    static final class Pause extends OnOne {
        Pause(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to pause", services -> services.evaluations().pause(name, me()));
        }
    }

    @Command(name = "resume",
            description = "Lets a paused evaluation go on. For one that ended or was interrupted use: maestro evaluate --resume NAME")
    static final class Resume extends OnOne {
        Resume(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to go on", services -> services.evaluations().resume(name, me()));
        }
    }

    @Command(name = "cancel", description = "Stops an evaluation and the queries that run; results that are recorded stay.")
    static final class Cancel extends OnOne {
        Cancel(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer("asked to stop", services -> services.evaluations().cancel(name));
        }
    }

    @Command(name = "concurrency", description = "Changes how many queries run at the same time.")
    static final class Concurrency extends OnOne {
        @Parameters(paramLabel = "N", index = "1", description = "How many, 1 to 500.")
        private int queries;

        Concurrency(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            return steer(queries + " at a time", services -> services.evaluations().concurrency(name, queries));
        }
    }
}
