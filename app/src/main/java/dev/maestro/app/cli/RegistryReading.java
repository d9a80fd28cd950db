package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.revisions.RegistryDiff;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.Revision;
import dev.maestro.registry.revisions.RevisionErrors;
import dev.maestro.registry.revisions.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The registry commands that change nothing. */
final class RegistryReading {
    private RegistryReading() {}

    /** What they share. */
    abstract static class Reading implements Callable<Integer> {
        final CommandContext session;

        @Mixin
        JsonOption json = new JsonOption();

        Reading(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (Services services = session.connect(StackNeed.DATABASE)) {
                return read(services.registry());
            }
        }

        abstract int read(RegistryStore registry);

        void line(String text) {
            session.terminal().out().println(text);
        }

        static RegistrySnapshot at(RegistryStore registry, Optional<Long> revision) {
            long wanted = revision.orElseGet(registry::current);
            requireRevision(registry, wanted);
            return registry.at(wanted);
        }

        static void requireRevision(RegistryStore registry, long revision) {
            long newest = registry.newest();
            if (revision < 1 || revision > newest) {
                throw Problem.usage(RevisionErrors.REVISION_UNKNOWN,
                        "there is no registry revision " + revision + "; revisions go from 1 to " + newest
                                + ". List them with: maestro registry revisions");
            }
        }
    }

    @Command(name = "list", description = "Experts and skills of the current revision.")
    static final class Listing extends Reading {
        @Parameters(arity = "0..1", paramLabel = "experts|skills", description = "Only these; without it, both.")
        private Optional<String> what = Optional.empty();

        @Option(names = "--revision", paramLabel = "N", description = "As of this revision.")
        private Optional<Long> revision = Optional.empty();

        Listing(CommandContext session) {
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

    @Command(name = "show", description = "One expert or skill with everything that belongs to it.")
    static final class Show extends Reading {
        private static final int SHOWN_TERMS = 8;

        @Parameters(paramLabel = "NAME", description = "An expert or a skill.")
        private String name = "";

        @Option(names = "--revision", paramLabel = "N", description = "As of this revision.")
        private Optional<Long> revision = Optional.empty();

        @Option(names = "--terms", description = "With every routing term, one a line.")
        private boolean terms;

        Show(CommandContext session) {
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
            com.fasterxml.jackson.databind.JsonNode node = dev.maestro.core.Json.MAPPER.valueToTree(value);
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

    @Command(name = "diff", description = "What differs between two revisions.")
    static final class Diff extends Reading {
        @Parameters(index = "0", paramLabel = "FROM")
        private long from;

        @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "Without it: the current revision.")
        private Optional<Long> to = Optional.empty();

        Diff(CommandContext session) {
            super(session);
        }

        @Override
        int read(RegistryStore registry) {
            long target = to.orElseGet(registry::current);
            requireRevision(registry, from);
            requireRevision(registry, target);
            RegistryDiff diff = registry.diff(from, target);
            if (json.wanted()) {
                json.print(session.terminal(), diff);
            } else if (diff.isEmpty()) {
                line("Revisions " + from + " and " + target + " hold the same.");
            } else {
                diff.changes().forEach(change -> {
                    String text = Wordings.line(change.describe(), 300);
                    line(switch (change.kind()) {
                        case ADDED -> session.terminal().good(text);
                        case REMOVED -> session.terminal().bad(text);
                        case CHANGED -> text;
                    });
                });
            }
            return ExitCode.OK.code();
        }
    }

    @Command(name = "revisions", description = "Newest first; the one that serves is marked.")
    static final class Revisions extends Reading {
        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        Revisions(CommandContext session) {
            super(session);
        }

        @Override
        int read(RegistryStore registry) {
            if (limit < 1 || limit > 10_000) {
                throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
            }
            List<Revision> revisions = registry.revisions(limit);
            if (json.wanted()) {
                json.print(session.terminal(), Map.of("current", registry.current(), "revisions", revisions));
                return ExitCode.OK.code();
            }
            Table table = new Table().row("", "REVISION", "MADE", "STATE", "BY", "COMMENT");
            revisions.forEach(each -> table.row(
                    each.serves() ? "*" : " ", String.valueOf(each.id()), Wordings.time(each.createdAt()),
                    each.state().name().toLowerCase(Locale.ROOT),
                    Wordings.line(each.author(), 40), Wordings.line(each.comment(), 60)));
            table.lines("").forEach(this::line);
            revisions.stream().filter(each -> !each.problems().isEmpty()).forEach(each -> {
                line("revision " + each.id() + " was rejected:");
                each.problems().forEach(problem -> line("  " + problem));
            });
            return ExitCode.OK.code();
        }
    }

    @Command(name = "validate", description = "Checks that a revision may serve: every skill, prompt, rule, alias. Changes nothing.")
    static final class Validate extends Reading {
        @Option(names = "--revision", paramLabel = "N", description = "Without it: the newest.")
        private Optional<Long> revision = Optional.empty();

        Validate(CommandContext session) {
            super(session);
        }

        @Override
        int read(RegistryStore registry) {
            long wanted = revision.orElseGet(registry::newest);
            requireRevision(registry, wanted);
            List<RevisionCheck.Problem> problems = switch (registry.validate(wanted)) {
                case Validation.Sound _ -> List.of();
                case Validation.Broken broken -> broken.problems();
            };
            if (json.wanted()) {
                json.print(session.terminal(), Map.of("revision", wanted, "valid", problems.isEmpty(), "problems", problems));
            } else if (problems.isEmpty()) {
                line("Revision " + wanted + " is sound.");
            } else {
                line("Revision " + wanted + " cannot serve:");
                problems.forEach(problem -> line("  " + problem));
            }
            return problems.isEmpty() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }
}
