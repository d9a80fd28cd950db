package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.registry.revisions.RegistryStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maestro experts}: who they are, and how they can be reached. */
@Command(name = "experts", description = "Lists experts, and shows how they can be reached from here.",
        subcommands = {ExpertsCommand.Listed.class, ExpertsCommand.Health.class},
        synopsisSubcommandLabel = "COMMAND")
final class ExpertsCommand {
    @Command(name = "list", description = "Lists experts of the current revision; registry list experts does the same.")
    static final class Listed extends RegistryReadCommand {
        Listed(CommandContext session) {
            super(session);
        }

        @Override
        int read(RegistryStore registry) {
            return new RegistryListing(session.terminal(), json).print(at(registry, Optional.empty()), true, false);
        }
    }

    @Command(name = "health", description = "Asks every enabled expert of the current revision whether it can be reached.")
    static final class Health implements Callable<Integer> {
        private final CommandContext session;

        @Mixin
        private JsonOption json = new JsonOption();

        Health(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (Services services = session.connect(StackNeed.DATABASE)) {
                List<ExpertHealth> found = services.expertHealth(session.environment());
                boolean well = found.stream().allMatch(health -> health.state().healthy());
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("ok", well, "experts", found));
                    return well ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
                }
                Table table = new Table().row("EXPERT", "STATE", "TOOK", "");
                found.forEach(health -> {
                    String state = health.state().name().toLowerCase(Locale.ROOT);
                    table.row(health.expert(), health.state().healthy() ? session.terminal().good(state) : session.terminal().bad(state),
                            Wordings.millis(health.latency().toMillis()), Wordings.line(health.message(), 120));
                });
                table.lines("").forEach(session.terminal().out()::println);
                return well ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
            }
        }
    }
}
