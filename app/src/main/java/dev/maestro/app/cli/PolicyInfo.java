package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.inference.inspect.Inspection;
import dev.maestro.inference.inspect.Inspector;
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
        Inspection found = Inspector.inspect(model.folder());
        if (json.wanted()) {
            json.print(session.terminal(), InspectionText.json(found));
        } else {
            InspectionText.print(found, session.terminal());
        }
        return found.supported() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }
}
