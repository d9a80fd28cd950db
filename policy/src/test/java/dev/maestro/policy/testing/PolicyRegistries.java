package dev.maestro.policy.testing;

import dev.maestro.core.Image;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.policy.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small registries for tests, with the seeded prompts of the policy. */
public final class PolicyRegistries {
    private static final Pattern PROMPT = Pattern.compile(
            "\\('(default|reference)', '([^']+)', (?:\\$t\\$(.*?)\\$t\\$|'((?:[^']|'')*)')\\)", Pattern.DOTALL);

    private static final Image IMAGE = new Image(new byte[]{1}, "image/png", 10, 10);

    private final List<Expert> experts = new ArrayList<>();
    private final List<Skill> skills = new ArrayList<>();
    private final List<RoutingTerm> terms = new ArrayList<>();
    private final List<ExpertSkill> pairs = new ArrayList<>();

    private PolicyRegistries() {}

    public static PolicyRegistries empty() {
        return new PolicyRegistries();
    }

    /** Two experts and two skills. */
    public static PolicyRegistries small() {
        return empty()
                .expert("Chart-R1", "Reads charts.")
                .expert("Counter-8B", "Counts things.")
                .skill("Chart_Problem_Solver", "Use for charts.", "What is the value in 2019?")
                .skill("Counting_Problem_Solver", "Use for counting.", "How many people are there?")
                .term("Chart_Problem_Solver", "chart", 6)
                .term("Counting_Problem_Solver", "how many", 4)
                .term("Counting_Problem_Solver", "picture:any", 1)
                .pair("Chart-R1", "Chart_Problem_Solver", 10)
                .pair("Counter-8B", "Counting_Problem_Solver", 10)
                .pair("Counter-8B", "Chart_Problem_Solver", 20)
                .pair("Chart-R1", "Counting_Problem_Solver", 20);
    }

    public PolicyRegistries expert(String name, String description) {
        experts.add(new Expert(name, Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(name),
                Optional.empty(),
                Set.of("answer"), description, Expert.Limits.DEFAULT, Expert.Price.FREE, 0, 100, true, false, true));
        return this;
    }

    public PolicyRegistries service(String name) {
        experts.add(new Expert(name, Expert.Role.SERVICE, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(name),
                Optional.empty(),
                Set.of("ocr"), "A service.", Expert.Limits.DEFAULT, Expert.Price.FREE, 0, 100, true, false, true));
        return this;
    }

    public PolicyRegistries skill(String name, String description, String example) {
        return skill(name, description, example, true);
    }

    public PolicyRegistries skill(String name, String description, String example, boolean enabled) {
        skills.add(new Skill(name, 1, Optional.empty(), Optional.empty(), 100, false, true, description, example, true, 1,
                Optional.of("{}"), false, enabled));
        return this;
    }

    public PolicyRegistries router(String name) {
        skills.add(new Skill(name, 1, Optional.empty(), Optional.empty(), 100, false, true, "Routes.", "An example?", true, 1,
                Optional.empty(), false, true));
        return this;
    }

    public PolicyRegistries leaf(String parent, String name) {
        skills.add(new Skill(name, 2, Optional.of(parent), Optional.of(name), 100, false, true, "A leaf.", "", false, 1, Optional.of("{}"),
                false, true));
        return this;
    }

    public PolicyRegistries term(String leaf, String term, int weight) {
        return term("policy", leaf, term, weight);
    }

    public PolicyRegistries term(String router, String leaf, String term, int weight) {
        terms.add(new RoutingTerm(Profile.DEFAULT, router, leaf, term, RoutingTerm.Match.SUBSTRING, weight, Optional.empty()));
        return this;
    }

    public PolicyRegistries pair(String expert, String skill, int preference) {
        pairs.add(new ExpertSkill(expert, skill, true, preference));
        return this;
    }

    public RegistrySnapshot snapshot() {
        return snapshot(prompts());
    }

    public RegistrySnapshot snapshot(List<PromptTemplate> prompts) {
        return new RegistrySnapshot(7, new RegistrySnapshot.Content(experts, List.of(), skills, List.of(), List.of(), terms, List.of(),
                prompts, List.of(), pairs, List.of()));
    }

    public static List<PromptTemplate> prompts() {
        try (InputStream in = PolicyRegistries.class.getResourceAsStream("/db/migration/V0019__seed_prompts.sql")) {
            List<PromptTemplate> prompts = new ArrayList<>();
            Matcher rows = PROMPT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (rows.find()) {
                String template = rows.group(3) != null ? rows.group(3) : rows.group(4).replace("''", "'");
                prompts.add(new PromptTemplate(Profile.of(rows.group(1)), rows.group(2), template));
            }
            return prompts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Transcript transcript(RegistrySnapshot snapshot, Profile profile, String question, int turnsLeft,
            Transcript.Turn... turns) {
        return new Transcript("q1", profile, question, List.of(IMAGE), List.of(dev.maestro.policy.ImageFacts.UNKNOWN),
                List.of(turns), turnsLeft, 4_096, snapshot, Set.of());
    }
}
