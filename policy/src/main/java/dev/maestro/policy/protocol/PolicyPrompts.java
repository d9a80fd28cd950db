package dev.maestro.policy.protocol;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptErrors;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.Markup;
import dev.maestro.policy.Transcript.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Renders the policy's prompts from a registry snapshot. */
public final class PolicyPrompts {
    private static final Mustache.Compiler COMPILER = Mustache.compiler().escapeHTML(false).strictSections(true).emptyStringIsFalse(true);
    private static final List<String> NAMES = List.of("policy.system", "policy.user", "policy.evidence", "policy.refused", "policy.failed",
            "policy.last_turn");

    private final RegistrySnapshot snapshot;
    private final Profile profile;

    PolicyPrompts(RegistrySnapshot snapshot, Profile profile) {
        this.snapshot = snapshot;
        this.profile = profile;
    }

    /** Whether a revision can tell its policy anything: what is missing or does not render; a {@link RevisionCheck}. */
    public static List<Problem> check(RegistrySnapshot snapshot) {
        List<Problem> problems = new ArrayList<>();
        for (Profile profile : List.of(Profile.DEFAULT, Profile.REFERENCE)) {
            PolicyPrompts prompts = new PolicyPrompts(snapshot, profile);
            for (Runnable render : List.<Runnable>of(
                    () -> prompts.system(Set.of()),
                    () -> prompts.user("What is shown?"),
                    () -> prompts.observation(new Observation.Evidence("e", "s", "l", "text"), ""),
                    () -> prompts.observation(new Observation.Refused("CODE", "reason", List.of("name")), "error"),
                    () -> prompts.observation(new Observation.Failed("FAILURE", "message"), "error"),
                    prompts::lastTurn)) {
                try {
                    render.run();
                } catch (MaestroException e) {
                    problems.add(new Problem("prompts", profile.wire(), String.valueOf(e.getMessage())));
                }
            }
        }
        return List.copyOf(problems);
    }

    /** Names of the prompts a profile needs. */
    public static List<String> names() {
        return NAMES;
    }

    /** The system message; experts that cannot be reached just now are not offered. */
    String system(Set<String> unavailable) {
        List<Expert> experts = snapshot.experts().stream()
                .filter(e -> e.enabled() && e.inPrompt() && e.role() == Expert.Role.EXPERT && !unavailable.contains(e.name()))
                .toList();
        List<Skill> skills = snapshot.skills().stream().filter(s -> s.level() == 1 && s.inPrompt() && runs(s)).toList();
        List<Map<String, Object>> examples = new ArrayList<>();
        for (Skill skill : skills) {
            best(skill, experts).filter(e -> !skill.example().isBlank())
                    .ifPresent(
                            expert -> examples.add(row("expert", expert.name(), "skill", skill.name(), "input", skill.example().strip())));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("experts", experts.stream().map(e -> row("name", e.name(), "description", e.description())).toList());
        values.put("skills", skills.stream().map(s -> row("name", s.name(), "description", s.description())).toList());
        values.put("examples", examples);
        values.put("first_example", examples.isEmpty() ? List.of() : List.of(examples.getFirst()));
        return render("policy.system", values);
    }

    String user(String question) {
        return render("policy.user", row("question", Markup.strip(question).strip()));
    }

    /** @param referenceError how the reference system would have put it */
    String observation(Observation observation, String referenceError) {
        return switch (observation) {
            case Observation.Evidence(var expert, var skill, var leaf, var text) ->
                render("policy.evidence", row("expert", expert, "skill", skill, "leaf", leaf, "text", Markup.strip(text).strip()));
            case Observation.Refused(var code, var reason, var validNames) -> render("policy.refused", row(
                    "code", code, "reason", Markup.strip(reason).strip(), "valid_names", String.join(", ", validNames),
                    "has_valid_names", !validNames.isEmpty(), "reference_error", referenceError));
            case Observation.Failed(var failure, var message) ->
                render("policy.failed",
                        row("failure", failure, "message", Markup.strip(message).strip(), "reference_error", referenceError));
        };
    }

    String lastTurn() {
        return render("policy.last_turn", Map.of());
    }

    /** Whether a Level-1 skill leads anywhere: a plan of its own, or an enabled leaf with one. */
    private boolean runs(Skill skill) {
        return skill.enabled() && skill.in(profile)
                && (skill.plan().isPresent() || snapshot.leaves(skill.name()).stream().anyMatch(l -> l.enabled() && l.plan().isPresent()));
    }

    private Optional<Expert> best(Skill skill, List<Expert> offered) {
        return snapshot.expertsFor(skill.name()).stream().filter(offered::contains).findFirst();
    }

    private String render(String name, Map<String, Object> values) {
        PromptTemplate prompt = snapshot.prompt(profile, name)
                .orElseThrow(() -> new MaestroException(PromptErrors.PROMPT_UNKNOWN,
                        "there is no prompt \"" + name + "\"; the policy needs " + NAMES));
        try {
            return COMPILER.compile(prompt.template()).execute(values).strip();
        } catch (MustacheException e) {
            throw new MaestroException(PromptErrors.PROMPT_INVALID,
                    "prompt \"" + name + "\": " + e.getMessage() + "; known names: " + values.keySet(), e);
        }
    }

    private static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        return row;
    }
}
