package dev.maestro.app.cli;

import dev.maestro.app.ExitCode;
import dev.maestro.registry.Json;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;

/** Walks through what every start does, without touching network, state or MAESTRO_HOME. */
final class StartUpTraining {
    private StartUpTraining() {}

    static int run(Session session) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Terminal silent = new Terminal(nowhere, nowhere, Map.of(), false);
        for (String line : new String[] {"--version", "--help", "completion", "ask --help", "no-such-command"}) {
            CommandLines.of(silent, Map.of()).execute(line.split(" "));
        }
        Json.tree("{\"a\":[1,2.5,\"x\",null]}");
        return ExitCode.OK.code();
    }
}
