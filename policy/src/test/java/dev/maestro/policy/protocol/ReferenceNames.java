package dev.maestro.policy.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The reference system's names, in the small: enough to compare the loop without a database. */
final class ReferenceNames implements ReferenceLoop.Names {
    private static final List<String> CANONICAL = List.of(
            "Geometric_Problem_Solver", "Chart_Problem_Solver", "Science_Problem_Solver", "Counting_Problem_Solver",
            "Perception_Problem_Solver",
            "Perception_Problem_Solver_Eval", "Code_Problem_Solver", "ERQA_Trajectory_Outcome_Solver", "ERQA_Action_Adjustment_Solver",
            "ERQA_Spatial_Mechanics_Solver", "ERQA_Pointing_Localization_Solver", "ERQA_Multi_View_Task_Solver", "Embodied_Scene_QA_Skill",
            "ERQA_Embodied_Scene_QA_Skill", "Compositional_Visual_Reasoning_Skill", "clevr_problem_solver", "CLEVR_Master_Router_Skill",
            "OCRBench_Text_Recognition_Skill", "OCRBench_Key_Information_Extraction_Skill", "OCRBench_Scene_Text_QA_Skill",
            "OCRBench_Document_Chart_QA_Skill", "OCRBench_Formula_Recognition_Skill", "ocr_problem_solver", "OCRBench_Master_Router_Skill",
            "Diagram_Reasoning_Skill");
    private static final Set<String> NOT_IMPLEMENTED = Set.of(
            "Perception_Problem_Solver_Eval", "Compositional_Visual_Reasoning_Skill", "clevr_problem_solver", "CLEVR_Master_Router_Skill",
            "ocr");

    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final List<Map.Entry<Predicate<String>, String>> rules = new ArrayList<>();

    ReferenceNames() {
        CANONICAL.forEach(name -> alias(name.toLowerCase(Locale.ROOT), name));
        alias("diagram_reasoning_router_skill", "Diagram_Reasoning_Skill");
        alias("vlmsareblind_master_router_skill", "Diagram_Reasoning_Skill");
        rule("Geometric_Problem_Solver", "geometric", "solver");
        rule("Chart_Problem_Solver", "chart", "solver");
        rule("Science_Problem_Solver", "science", "solver");
        rule("Counting_Problem_Solver", "count", "solver");
        rule("Perception_Problem_Solver_Eval", "perception", "solver", "eval");
        rule("Perception_Problem_Solver", "perception", "solver");
        rule("Code_Problem_Solver", "code");
        rule("Code_Problem_Solver", "python");
        rule("Code_Problem_Solver", "generator");
        rule("ERQA_Trajectory_Outcome_Solver", "trajectory");
        rule("ERQA_Action_Adjustment_Solver", "action");
        rule("ERQA_Spatial_Mechanics_Solver", "spatial");
        rule("ERQA_Pointing_Localization_Solver", "point");
        rule("Embodied_Scene_QA_Skill", "embodied", "skill");
        rule("Compositional_Visual_Reasoning_Skill", "compositional", "reasoning", "skill");
        rule("clevr_problem_solver", "clevr", "problem", "solver");
        rule("CLEVR_Master_Router_Skill", "clevr", "router");
        rule("ocr_problem_solver", "ocr", "problem", "solver");
        rule("OCRBench_Master_Router_Skill", "ocrbench", "router");
        rule("Diagram_Reasoning_Skill", "diagram", "reason", "skill");
        rule("Diagram_Reasoning_Skill", "vlmsareblind", "router");
        rule("OCRBench_Formula_Recognition_Skill", "ocrbench", "formula");
        rule("OCRBench_Key_Information_Extraction_Skill", "ocrbench", "key");
        rule("OCRBench_Key_Information_Extraction_Skill", "ocrbench", "information");
        rule("OCRBench_Scene_Text_QA_Skill", "ocrbench", "scene");
        rule("OCRBench_Document_Chart_QA_Skill", "ocrbench", "document");
        rule("OCRBench_Document_Chart_QA_Skill", "ocrbench", "chart");
        rule("OCRBench_Text_Recognition_Skill", "ocrbench", "text");
        rule("ocr", "ocr");
        rule("ERQA_Multi_View_Task_Solver", "multi");
        rule("ERQA_Multi_View_Task_Solver", "task");
    }

    private void alias(String name, String target) {
        aliases.put(name, target);
        aliases.put(name.replace('_', '-'), target);
        aliases.put(name.replace("_", ""), target);
    }

    private void rule(String target, String... words) {
        rules.add(Map.entry(name -> List.of(words).stream().allMatch(name::contains), target));
    }

    @Override
    public Optional<ReferenceLoop.Model> model(String written) {
        String name = written.toLowerCase(Locale.ROOT).strip();
        return List.of(
                List.of("chart-r1", "Chart-R1", "2364"), List.of("glm-4.6v", "GLM-4.6V-Flash", "2376"),
                List.of("qwen3-vl", "qwen3-VL-8B-Instruct", "2362"),
                List.of("qwen3.5-9b", "Qwen3.5-9B", "2381"), List.of("qwen35-9b", "Qwen3.5-9B", "2381"),
                List.of("intern-s1-mini", "Intern-S1-mini", "2368"),
                List.of("medgemma-1.5-4b", "medgemma-1.5-4b-it", "2369"), List.of("step3", "Step3-VL-10B", "2382")).stream()
                .filter(row -> name.contains(row.getFirst()))
                .map(row -> new ReferenceLoop.Model(row.get(1), Integer.parseInt(row.get(2))))
                .findFirst();
    }

    @Override
    public Optional<String> skill(String written) {
        String name = written.toLowerCase(Locale.ROOT).strip();
        return Optional.ofNullable(aliases.get(name))
                .or(() -> rules.stream().filter(r -> r.getKey().test(name)).map(Map.Entry::getValue).findFirst());
    }

    @Override
    public boolean isImplemented(String skill) {
        return !NOT_IMPLEMENTED.contains(skill);
    }
}
