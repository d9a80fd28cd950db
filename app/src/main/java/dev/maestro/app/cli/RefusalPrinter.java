package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a command line was not carried out: to people on standard error, with {@code --json} also as the one object. */
record RefusalPrinter(Terminal terminal, List<String> arguments) {
    private static final Pattern CODED = Pattern.compile("(?s)([A-Z][A-Z0-9_]+): (.*)");

    int say(ExitCode code, String message, String... more) {
        terminal.err().println(Wordings.safe(message));
        for (String line : more) {
            terminal.err().println(line);
        }
        if (arguments.contains("--json")) {
            JsonOption.write(terminal, body(message));
        }
        return code.code();
    }

    private Map<String, Object> body(String message) {
        Matcher coded = CODED.matcher(message);
        Map<String, Object> body = new HashMap<>(coded.matches()
                ? Map.of("status", "refused", "reason", coded.group(1), "message", coded.group(2))
                : Map.of("status", "refused", "reason", "INTERNAL", "message", message));
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
