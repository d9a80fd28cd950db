package dev.maestro.app;

import dev.maestro.app.cli.CommandLines;
import dev.maestro.app.program.ProcessEnd;

/** The program. */
public final class Maestro {
    private Maestro() {}

    public static void main(String[] args) {
        ProcessEnd.bySignals();
        ProcessEnd.end(CommandLines.execute(args, System.getenv()));
    }
}
