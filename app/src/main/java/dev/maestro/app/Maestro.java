package dev.maestro.app;

import dev.maestro.app.cli.CommandLines;

/** The program. */
public final class Maestro {
    private Maestro() {}

    public static void main(String[] args) {
        System.exit(CommandLines.execute(args, System.getenv()));
    }
}
