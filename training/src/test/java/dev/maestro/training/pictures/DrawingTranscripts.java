package dev.maestro.training.pictures;

import dev.maestro.core.Image;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tasks about pictures as the product's policies see them. */
final class DrawingTranscripts {
    private static final String SYSTEM = """
            Experts
            {{#experts}}
            - {{name}}: {{description}}
            {{/experts}}
            Skills
            {{#skills}}
            - {{name}}: {{description}}
            {{/skills}}""";
    private static final int TURNS = 3;
    private static final int MOST_TOKENS = 60;

    private DrawingTranscripts() {}

    /** @param asked whom, with what each of them said */
    static Transcript of(DrawingTask task, byte[] png, List<DrawingExpert> asked) {
        List<Transcript.Turn> turns = asked.stream().map(expert -> new Transcript.Turn(DrawingText.call(expert),
                new Action.Call(expert.written(), DrawingText.SKILL, "it"), new Transcript.Observation.Evidence(expert.written(),
                        DrawingText.SKILL, DrawingText.SKILL, DrawingText.told(task.picture().reply(expert)))))
                .toList();
        return new Transcript(task.id().replace('/', '-'), Profile.DEFAULT, task.question(), List.of(new Image(png, "image/png", 0, 0)),
                List.of(), turns, TURNS - turns.size(), MOST_TOKENS, registry(task.panel()), Set.of());
    }

    private static RegistrySnapshot registry(List<DrawingExpert> panel) {
        List<Expert> experts = new ArrayList<>();
        List<ExpertSkill> pairs = new ArrayList<>();
        for (DrawingExpert each : panel) {
            experts.add(new Expert(each.written(), Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(),
                    Optional.of(each.written()), Optional.empty(), Set.of("answer"), each.description(), Expert.Limits.DEFAULT,
                    Expert.Price.FREE, 0, experts.size(), true, false, true));
            pairs.add(new ExpertSkill(each.written(), DrawingText.SKILL, true, pairs.size()));
        }
        String plan = """
                {"steps": [{"id": "answer", "kind": "ask", "prompt": "pictures.look", "parser": "raw"}],
                 "observation": {"from": ["answer"], "max_chars": 100, "keep": "tail"}}""";
        Skill look = new Skill(DrawingText.SKILL, 1, Optional.empty(), Optional.empty(), 0, false, true, DrawingText.SKILL_DESCRIPTION, "",
                true, 0, Optional.of(plan), false, true);
        List<PromptTemplate> prompts = Stream.of(List.of("policy.system", SYSTEM), List.of("policy.user", "{{question}}"),
                List.of("policy.evidence", "<information> {{text}}</information>"),
                List.of("policy.refused", "<information> not sure</information>"),
                List.of("policy.failed", "<information> not sure</information>"), List.of("policy.last_turn", ""),
                List.of("pictures.look", "{{input}}")).map(each -> new PromptTemplate(Profile.DEFAULT, each.get(0), each.get(1))).toList();
        return new RegistrySnapshot(1, new RegistrySnapshot.Content(experts, List.of(), List.of(look), List.of(), List.of(), List.of(),
                List.of(), prompts, List.of(), pairs, List.of()));
    }
}
