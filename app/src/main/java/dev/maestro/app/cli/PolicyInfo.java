package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.policy.checkpoint.CheckpointReport;
import dev.maestro.policy.checkpoint.CheckpointTools;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "info", description = "Says what a checkpoint is, what memory it needs, and what of it is refused. Loads nothing.")
final class PolicyInfo implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private JsonOption json = new JsonOption();

    PolicyInfo(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.configuration();
        CheckpointTools checkpoints = LocalModels.tools();
        CheckpointReport found = checkpoints.inspect(model.folder());
        if (json.wanted()) {
            json.print(session.terminal(), found.body());
        } else {
            print(found, session.terminal());
        }
        return found.supported() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }

    private static void print(CheckpointReport found, Terminal terminal) {
        Table table = new Table();
        found.rows().forEach(row -> table.row(row.name(), row.text()));
        table.lines("").forEach(line -> terminal.out().println(Wordings.safe(line)));
        found.missing().forEach(line -> terminal.out().println(terminal.careful("missing  ") + line));
        found.ignored()
                .forEach(line -> terminal.out().println(terminal.careful("ignored  ") + Wordings.safe("generation_config.json: " + line)));
        found.refused().forEach(refused -> terminal.out()
                .println(terminal.bad("refused  ") + Wordings.safe(refused.part() + ": " + refused.code() + ": " + refused.message())));
        terminal.out().println(found.supported() ? terminal.good("supported") : terminal.bad("not supported"));
    }
}
