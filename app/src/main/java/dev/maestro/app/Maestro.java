package dev.maestro.app;

import dev.maestro.app.cli.CommandLines;

/** The program. */
public final class Maestro {
    private Maestro() {}

    public static void main(String[] args) {
        Ending.bySignals();
        Ending.end(CommandLines.execute(args, System.getenv()));
    }
}
