package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the experts and skills of a revision. */
final class RegistryListing {
    private final Terminal terminal;
    private final JsonOption json;

    RegistryListing(Terminal terminal, JsonOption json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** @return the exit code */
    int print(RegistrySnapshot snapshot, boolean experts, boolean skills) {
        if (json.wanted()) {
            json.print(terminal, Map.of(
                    "revision", snapshot.revision(), "experts", experts ? snapshot.experts() : List.of(), "skills",
                    skills ? snapshot.skills() : List.of()));
            return ExitCode.OK.code();
        }
        line("Registry revision " + snapshot.revision());
        if (experts) {
            line("");
            Table table = new Table().row("EXPERT", "KIND", "STATE", "CAN", "GOOD AT");
            snapshot.experts().forEach(expert -> table.row(
                    expert.name(), kind(expert), state(expert.enabled()),
                    String.join(",", expert.capabilities().stream().sorted().toList()), Wordings.line(expert.description(), 80)));
            table.lines("").forEach(this::line);
        }
        if (skills) {
            line("");
            Table table = new Table().row("SKILL", "STATE", "USE FOR");
            snapshot.skills().stream().filter(skill -> skill.level() == 1).forEach(skill -> {
                table.row(skill.name(), state(skill.enabled()), Wordings.line(skill.description(), 80));
                snapshot.leaves(skill.name())
                        .forEach(leaf -> table.row("  " + leaf.name(), state(leaf.enabled()), Wordings.line(leaf.description(), 80)));
            });
            table.lines("").forEach(this::line);
        }
        return ExitCode.OK.code();
    }

    private static String kind(Expert expert) {
        return expert.role().name().toLowerCase(Locale.ROOT) + ", " + expert.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String state(boolean enabled) {
        return enabled ? "on" : "off";
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
