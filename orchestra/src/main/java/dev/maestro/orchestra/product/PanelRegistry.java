package dev.maestro.orchestra.product;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.orchestra.play.QuestionTerms;
import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.SimulatedSkill;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A task's panel as a revision of the registry, in profile {@code default}: experts, skills with a plan of one question, the baseline's
 * terms, and short prompts with which the product's conversation is the benchmark's text. An expert's place is its preference.
 */
public final class PanelRegistry {
    private static final String SYSTEM = """
            Experts
            {{#experts}}
            - {{name}}: {{description}}
            {{/experts}}
            Skills
            {{#skills}}
            - {{name}}: {{description}}
            {{/skills}}""";
    /** Of a dear call; a cheap one is a quarter. */
    private static final double MICROS = 1_000_000;
    private static final int WEIGHT = 4;

    private PanelRegistry() {}

    /** With experts in this process: {@link SimulatedProgram}. */
    public static RegistrySnapshot embedded(OrchestraTask task) {
        return snapshot(task, Optional.empty());
    }

    /** With experts on a server: {@link SimulatedServer#endpoint}. */
    public static RegistrySnapshot served(OrchestraTask task, URI endpoint) {
        return snapshot(task, Optional.of(endpoint));
    }

    /** What the user of the product asks: the price line and the question. */
    public static String question(OrchestraTask task) {
        return task.price().wire() + " price\n" + task.question();
    }

    private static RegistrySnapshot snapshot(OrchestraTask task, Optional<URI> endpoint) {
        List<Expert> experts = new ArrayList<>();
        List<Skill> skills = new ArrayList<>();
        List<ExpertSkill> pairs = new ArrayList<>();
        List<RoutingTerm> terms = new ArrayList<>();
        List<PromptTemplate> prompts = new ArrayList<>(List.of(
                prompt("policy.system", SYSTEM), prompt("policy.user", "{{question}}"),
                prompt("policy.evidence", "<information> {{text}}</information>"),
                prompt("policy.refused", "<information> not sure</information>"),
                prompt("policy.failed", "<information> not sure</information>"), prompt("policy.last_turn", "")));
        for (SimulatedExpert expert : task.panel().experts()) {
            experts.add(expert(expert, endpoint, experts.size()));
        }
        for (SimulatedSkill skill : task.panel().skills()) {
            skills.add(skill(skill, skills.size()));
            prompts.add(prompt("orchestra." + skill.name(), SimulatedCall.template(skill.name())));
            terms(skill, terms);
            for (int place = 0; place < experts.size(); place++) {
                pairs.add(new ExpertSkill(experts.get(place).name(), skill.name(), true, place));
            }
        }
        return new RegistrySnapshot(1, new RegistrySnapshot.Content(experts, List.of(), skills, List.of(), List.of(), terms, List.of(),
                prompts, List.of(), pairs, List.of()));
    }

    private static Expert expert(SimulatedExpert expert, Optional<URI> endpoint, int place) {
        Expert.Price price = new Expert.Price(0, 0, Math.round(expert.price().cost() * MICROS));
        return new Expert(expert.name(), Expert.Role.EXPERT, endpoint.isPresent() ? Expert.Kind.OPENAI : Expert.Kind.EMBEDDED,
                endpoint.map(URI::toString), endpoint.map(_ -> expert.name()),
                endpoint.isPresent() ? Optional.empty() : Optional.of(SimulatedProgram.IMPLEMENTATION), Optional.empty(),
                Set.of("answer"), expert.description(), Expert.Limits.DEFAULT, price, 0, place, true, false, true);
    }

    private static Skill skill(SimulatedSkill skill, int place) {
        String plan = """
                {"steps": [{"id": "answer", "kind": "ask", "prompt": "orchestra.%s", "parser": "raw"}],
                 "observation": {"from": ["answer"], "max_chars": 100, "keep": "tail"}}""".formatted(skill.name());
        return new Skill(skill.name(), 1, Optional.empty(), Optional.empty(), place, false, true, skill.description(), "", true, 0,
                Optional.of(plan), false, true);
    }

    /** Computing is said with the words of reading, and counts more; at equal scores the earlier operation wins. */
    private static void terms(SimulatedSkill skill, List<RoutingTerm> terms) {
        boolean computes = skill.operation() == Operation.COMPUTE;
        QuestionTerms.of(skill.operation()).forEach(term -> terms.add(new RoutingTerm(Profile.DEFAULT, "policy", skill.name(), term,
                RoutingTerm.Match.SUBSTRING, computes ? 3 * WEIGHT : WEIGHT, Optional.empty())));
        if (skill.operation() == Operation.READ) {
            // Where nothing is known, reading is tried.
            terms.add(new RoutingTerm(Profile.DEFAULT, "policy", skill.name(), "price", RoutingTerm.Match.SUBSTRING, 1, Optional.empty()));
        }
    }

    private static PromptTemplate prompt(String name, String template) {
        return new PromptTemplate(Profile.DEFAULT, name, template);
    }
}
