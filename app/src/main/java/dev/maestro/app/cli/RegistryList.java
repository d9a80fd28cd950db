package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.revisions.RegistryStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro registry list}: experts and skills of a revision. */
@Command(name = "list", description = "Lists experts and skills of the current revision.")
final class RegistryList extends RegistryReadCommand {
    @Parameters(arity = "0..1", paramLabel = "experts|skills", description = "Lists only these; without it, both.")
    private Optional<String> what = Optional.empty();

    @Option(names = "--revision", paramLabel = "N", description = "Shows them as of this revision.")
    private Optional<Long> revision = Optional.empty();

    RegistryList(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        what.filter(name -> !List.of("experts", "skills").contains(name)).ifPresent(name -> {
            throw Problem.usage(UsageErrors.LIST_UNKNOWN, "there is no list of \"" + Wordings.line(name, 40) + "\"."
                    + NearestNames.sentence(name, List.of("experts", "skills")));
        });
        RegistrySnapshot snapshot = at(registry, revision);
        boolean experts = what.map("experts"::equals).orElse(true);
        boolean skills = what.map("skills"::equals).orElse(true);
        if (json.wanted()) {
            json.print(session.terminal(), Map.of(
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
}
