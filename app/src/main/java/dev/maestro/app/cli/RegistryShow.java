package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.revisions.RegistryStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro registry show}: one expert or skill. */
@Command(name = "show", description = "Shows one expert or skill with everything that belongs to it.")
final class RegistryShow extends RegistryReadCommand {
    private static final int SHOWN_TERMS = 8;

    @Parameters(paramLabel = "NAME", description = "Names an expert or a skill.")
    private String name = "";

    @Option(names = "--revision", paramLabel = "N", description = "Shows it as of this revision.")
    private Optional<Long> revision = Optional.empty();

    @Option(names = "--terms", description = "Shows every routing term, one per line.")
    private boolean terms;

    RegistryShow(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        RegistrySnapshot snapshot = at(registry, revision);
        Optional<Expert> expert = snapshot.expert(name);
        Optional<Skill> skill = snapshot.skill(name);
        Object found = expert.<Object>map(each -> each).or(() -> skill).orElseThrow(() -> unknown(snapshot));
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("revision", snapshot.revision(), expert.isPresent() ? "expert" : "skill", found));
            return ExitCode.OK.code();
        }
        line(session.terminal().bold(name) + "  (registry revision " + snapshot.revision() + ")");
        Table table = new Table();
        fields(found, "", table);
        snapshot.content().expertAliases().stream().filter(alias -> alias.target().equals(name))
                .forEach(alias -> table.row("alias (" + alias.profile() + ")", alias.alias()));
        snapshot.content().skillAliases().stream().filter(alias -> alias.target().equals(name))
                .forEach(alias -> table.row("alias (" + alias.profile() + ")", alias.alias()));
        terms(snapshot, table);
        skill.ifPresent(each -> {
            snapshot.leaves(name).forEach(leaf -> table.row("leaf", leaf.name()));
            table.row("experts", String.join(", ", snapshot.expertsFor(name).stream().map(Expert::name).toList()));
        });
        table.lines("  ").forEach(this::line);
        return ExitCode.OK.code();
    }

    /** The words that lead to a skill: how many there are and the weightiest, or all of them. */
    private void terms(RegistrySnapshot snapshot, Table table) {
        Map<Profile, List<RoutingTerm>> byProfile = snapshot.content().routingTerms().stream().filter(term -> term.leaf().equals(name))
                .collect(Collectors.groupingBy(RoutingTerm::profile, TreeMap::new, Collectors.toList()));
        byProfile.forEach((profile, all) -> {
            if (terms) {
                all.forEach(term -> table.row("term (" + profile + ")",
                        term.term() + "  " + term.match().name().toLowerCase(Locale.ROOT) + " " + term.weight()));
            } else {
                table.row("terms (" + profile + ")",
                        all.size() + ": "
                                + all.stream().sorted(Comparator.comparingInt(RoutingTerm::weight).reversed()).limit(SHOWN_TERMS)
                                        .map(RoutingTerm::term).collect(Collectors.joining(", "))
                                + (all.size() > SHOWN_TERMS ? ", … (--terms shows all)" : ""));
            }
        });
    }

    private static void fields(Object value, String prefix, Table table) {
        JsonNode node = Json.MAPPER.valueToTree(value);
        node.properties().forEach(field -> {
            if (field.getKey().equals("plan") || !field.getValue().isContainerNode()) {
                if (!field.getValue().isNull() && !field.getValue().asText().isEmpty()) {
                    table.row(prefix + field.getKey(), field.getValue().asText());
                }
            } else if (field.getValue().isObject()) {
                field.getValue().properties()
                        .forEach(inner -> table.row(prefix + field.getKey() + "." + inner.getKey(), inner.getValue().asText()));
            } else {
                List<String> texts = new ArrayList<>();
                field.getValue().forEach(each -> texts.add(each.asText()));
                table.row(prefix + field.getKey(), String.join(", ", texts));
            }
        });
    }

    private Problem unknown(RegistrySnapshot snapshot) {
        List<String> names = Stream.concat(snapshot.experts().stream().map(Expert::name), snapshot.skills().stream().map(Skill::name))
                .toList();
        return Problem.usage(
                UsageErrors.NAME_UNKNOWN,
                "registry revision " + snapshot.revision() + " has no expert or skill \"" + Wordings.line(name, 80) + "\"."
                        + NearestNames.sentence(name, names) + " List them with: maestro registry list");
    }
}
