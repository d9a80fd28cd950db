package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command of the program, run in this process: what it printed and how it ended. */
record CommandRun(int code, String out, String err) {
    /** @param environment all that the program sees of it */
    static CommandRun of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment, false);
        int code = CommandLines.of(terminal, environment).execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** What it printed, of a command that ran with {@code --json}. */
    JsonNode json() {
        return Json.tree(out);
    }
}
