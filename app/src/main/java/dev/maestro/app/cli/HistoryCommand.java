package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.history.AuditJson;
import dev.maestro.registry.history.QueryHistory.Audit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code maestro history}: the record of queries. */
@Command(name = "history", description = "Shows the record of what happened.", subcommands = HistoryCommand.Show.class,
        synopsisSubcommandLabel = "COMMAND")
final class HistoryCommand {
    @Command(name = "show",
            description = "Shows the full audit of a query: each turn, verdict, step, request, reply, tokens, money, times, revisions.")
    static final class Show implements Callable<Integer> {
        private final CommandContext session;

        @Parameters(paramLabel = "ID", description = "Names the query.")
        private String id = "";

        @Mixin
        private JsonOption json = new JsonOption();

        Show(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            NamedChoice.queryId(id);
            try (Services services = session.connect(StackNeed.DATABASE)) {
                Audit audit = session.audit(services, id);
                if (json.wanted()) {
                    json.print(session.terminal(), AuditJson.of(audit));
                } else {
                    new AuditReport(session.terminal(), services.artifacts()).print(audit);
                }
                return ExitCode.OK.code();
            }
        }
    }
}
