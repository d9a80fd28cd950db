package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.core.errors.MaestroException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says why a command line was not carried out: to people on standard error, and with {@code --json} also as the one object. */
record RefusalPrinter(Terminal terminal, List<String> arguments) {
    int say(ExitCode code, MaestroException refused, String... more) {
        terminal.err().println(Wordings.safe(String.valueOf(refused.getMessage())));
        for (String line : more) {
            terminal.err().println(line);
        }
        if (arguments.contains("--json")) {
            JsonOption.write(terminal, body(refused));
        }
        return code.code();
    }

    private Map<String, Object> body(MaestroException refused) {
        Map<String, Object> body = new HashMap<>(
                Map.of("status", "refused", "reason", refused.code().name(), "message", refused.reason()));
        if (!refused.fields().isEmpty()) {
            body.put("fields", refused.fields());
        }
        if (arguments.contains("ask")) {
            // The fields that every answer of `ask` has.
            body.put("id", null);
            body.put("answer", null);
            body.put("registry_revision", null);
            body.put("experts", List.of());
            body.put("skills", List.of());
        }
        return body;
    }
}
