package dev.maestro.app.cli;

import dev.maestro.activities.QueryErrors;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.QuerySummary;
import dev.maestro.workflows.query.QueryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "queries", description = "Shows and steers queries.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QueriesCommand.Listing.class, QueriesCommand.Show.class, QueriesCommand.Cancel.class, QueriesCommand.Pause.class,
            QueriesCommand.Resume.class, QueriesCommand.Approve.class, QueriesCommand.Retry.class
        })
final class QueriesCommand {
    /** What the commands on one query share. */
    abstract static class OnOne implements Callable<Integer> {
        final CommandContext session;

        @Parameters(paramLabel = "ID", description = "Names the query.")
        String id = "";

        @Mixin
        JsonOption json = new JsonOption();

        OnOne(CommandContext session) {
            this.session = session;
        }

        /** Refuses an id that no query has, with the nearest that exist. */
        void steer(String done, java.util.function.Consumer<Services> effect) {
            NamedChoice.queryId(id);
            try (Services services = session.connect(StackNeed.TEMPORAL)) {
                session.audit(services, id);
                try {
                    effect.accept(services);
                } catch (io.temporal.client.WorkflowNotFoundException e) {
                    throw new Problem(ExitCode.QUERY_FAILED, QueryErrors.QUERY_ENDED,
                            "query \"" + id + "\" does not run any more. See: maestro queries show " + id, e);
                } catch (MaestroException e) {
                    throw new Problem(ExitCode.QUERY_FAILED, e.code(), e.reason(), e);
                }
                if (services.endsWithCommand()) {
                    session.terminal().say(
                            "no Maestro runs under " + session.configuration().home() + ": it takes effect when one does (maestro up)");
                }
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("id", id, "done", done));
                } else {
                    session.terminal().out().println(id + ": " + done);
                }
            }
        }

        static String me() {
            return System.getProperty("user.name", "someone");
        }
    }

    @Command(name = "list", description = "Lists queries, the newest first.")
    static final class Listing implements Callable<Integer> {
        private final CommandContext session;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Shows at most this many (${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--status", paramLabel = "STATUS",
                description = "Shows only queries of this status: running, answered, failed or cancelled.")
        private Optional<String> status = Optional.empty();

        @Mixin
        private JsonOption json = new JsonOption();

        Listing(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Optional<QueryStatus> wanted = status.map(NamedChoice::status);
            if (limit < 1 || limit > 10_000) {
                throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
            }
            try (Services services = session.connect(StackNeed.DATABASE)) {
                List<QuerySummary> queries = services.history().list(limit, wanted);
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("queries", queries));
                } else if (queries.isEmpty()) {
                    session.terminal().out()
                            .println("No queries yet. Ask one: maestro ask \"What is written on the sign?\" --image sign.png");
                } else {
                    Table table = new Table().row("ID", "STATUS", "ACCEPTED", "QUESTION", "ANSWER");
                    queries.forEach(query -> table.row(
                            query.id(), query.status(), Wordings.time(query.acceptedAt()), Wordings.line(query.question(), 50),
                            query.answer().map(answer -> Wordings.line(answer, 40)).orElse("")));
                    table.lines("").forEach(session.terminal().out()::println);
                }
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "show", description = "Shows how a query stands, and how it came there.")
    static final class Show extends OnOne {
        Show(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            NamedChoice.queryId(id);
            try (Services services = session.connect(StackNeed.DATABASE)) {
                Audit audit = session.audit(services, id);
                Optional<QueryState> live = audit.outcomes().isEmpty() && services.reachesQueries()
                        ? services.queries().state(id)
                        : Optional.empty();
                QueryStatus status = live.map(QueryState::status)
                        .orElseGet(() -> audit.outcomes().isEmpty() ? QueryStatus.RUNNING : audit.outcomes().getLast().status());
                if (json.wanted()) {
                    json.print(session.terminal(), QueryJson.state(audit, status, live));
                } else {
                    QueryReport.print(session.terminal(), audit, status, live);
                    if (live.isPresent() && audit.query().policy().equals(HeldPolicy.NAME) && !services.modelIsHeld()) {
                        session.terminal().out().println(HeldModelOption.NOT_HELD);
                    }
                }
                return ExitCode.OK.code();
            }
        }
    }

    @Command(name = "cancel", description = "Stops a running query; calls that run are cancelled.")
    static final class Cancel extends OnOne {
        Cancel(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            steer("asked to stop", services -> services.queries().cancel(id));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "pause", description = "Lets no new step of a query start.")
    static final class Pause extends OnOne {
        Pause(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            steer("asked to pause", services -> services.queries().pause(id, me()));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "resume", description = "Lets a paused query go on.")
    static final class Resume extends OnOne {
        Resume(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            steer("asked to go on", services -> services.queries().resume(id, me()));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "approve", description = "Approves what a query waits for, or refuses it with --refuse.")
    static final class Approve extends OnOne {
        @Option(names = "--refuse", description = "Refuses instead of approving.")
        private boolean refuse;

        @Option(names = "--target", paramLabel = "NAME",
                description = "Names the expert or skill; without it, the one that the query waits for.")
        private Optional<String> target = Optional.empty();

        Approve(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            steer(refuse ? "refused" : "approved", services -> {
                String wanted = target.or(() -> services.queries().state(id).flatMap(QueryState::approval))
                        .orElseThrow(() -> new Problem(ExitCode.QUERY_FAILED, QueryErrors.APPROVAL_NOT_WANTED,
                                "query \"" + id + "\" waits for no approval. See: maestro queries show " + id));
                services.queries().approve(id, wanted, !refuse, me());
            });
            return ExitCode.OK.code();
        }
    }

    @Command(name = "retry", description = "Runs a failed or cancelled query again from its last good step, with other limits if given.")
    static final class Retry extends OnOne {
        @Mixin
        private LimitOptions limits = new LimitOptions();

        Retry(CommandContext session) {
            super(session);
        }

        @Override
        public Integer call() {
            steer("started again", services -> {
                Optional<Limits> wanted = limits.given()
                        ? Optional.of(limits.over(services.history().query(id).orElseThrow().limits()))
                        : Optional.empty();
                services.queries().retry(id, wanted);
                services.evaluationStore().conditions(id).flatMap(asked -> services.evaluationStore().evaluation(asked.evaluation()))
                        .ifPresent(evaluation -> {
                            services.evaluations().start(evaluation);
                            session.terminal().say("when it has ended, its result takes the place of the sample's in evaluation "
                                    + evaluation.name());
                        });
            });
            return ExitCode.OK.code();
        }
    }
}
