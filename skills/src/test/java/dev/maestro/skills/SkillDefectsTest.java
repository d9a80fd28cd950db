package dev.maestro.skills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.skills.prompts.EarlierStep;
import dev.maestro.skills.prompts.PromptInput;
import dev.maestro.skills.prompts.PromptRenderer;
import dev.maestro.skills.replies.Parsed;
import dev.maestro.skills.replies.Replies;
import dev.maestro.skills.replies.ReplyParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of the reference system saw go wrong in its skills. */
@Tag("database")
class SkillDefectsTest {
    private static final List<String> KINDS = List.of("pie chart", "line chart", "bar chart");

    @ParameterizedTest
    @EnumSource(Profile.class)
    void no_skill_gathers_evidence_that_nobody_is_sent(Profile profile) {
        PromptRenderer prompts = new PromptRenderer(Seeds.prompts(profile));
        Seeds.plans(profile).forEach((skill, plan) -> {
            Set<String> unused = new LinkedHashSet<>();
            plan.steps().stream().filter(s -> s.kind().readsImages()).forEach(s -> unused.add(s.id()));
            List<EarlierStep> earlier = new ArrayList<>();
            for (Plan.Step step : plan.steps()) {
                String value = step.kind() == StepKind.ZOOM ? "crop" : step.kind() == StepKind.DRAW_BOXES ? "drawn" : "";
                earlier.add(new EarlierStep(new CallId(step.id(), step.each() ? 0 : CallId.ALL_IMAGES, 0), "told-by-" + step.id() + "-",
                        value));
            }
            for (Plan.Step step : plan.steps()) {
                StepCall call = StepCall.of(step.id(), step.kind(), step.each() ? 0 : -1, 0);
                String prompt = prompts.render(plan, call, new PromptInput("Q?", "Q?", 1, true, earlier)).prompt();
                unused.removeIf(id -> prompt.contains("told-by-" + id + "-"));
                step.images().forEach(image -> unused.remove(image.substring(image.indexOf(':') + 1)));
                if (step.kind() == StepKind.DRAW_BOXES || step.kind() == StepKind.EVALUATE) {
                    unused.removeAll(step.needs());
                }
            }
            assertThat(unused).as(profile + " " + skill).isEmpty();
        });
    }

    @Test
    void a_robot_scene_is_judged_with_its_crop_and_its_detections_except_in_the_reference() {
        Plan ours = Seeds.plan("ERQA_Spatial_Mechanics_Solver");
        assertThat(ours.step("answer").orElseThrow().needs()).contains("detect", "focus");
        assertThat(ours.step("answer").orElseThrow().images()).contains("crop:focus");
        assertThat(Seeds.plan(Profile.REFERENCE, "ERQA_Spatial_Mechanics_Solver").step("answer").orElseThrow().images())
                .containsExactly("original");
    }

    @Test
    void reading_a_text_pays_for_no_caption_and_no_detection() {
        assertThat(PlanRun.start(Seeds.plan("OCRBench_Text_Recognition_Skill"), 1).ready()).extracting(call -> call.id().toString())
                .containsExactly("ocr.1", "focus.1");
        assertThat(PlanRun.start(Seeds.plan(Profile.REFERENCE, "OCRBench_Text_Recognition_Skill"), 1).ready())
                .extracting(call -> call.id().toString())
                .containsExactly("ocr.1", "focus.1");
    }

    @ParameterizedTest
    @CsvSource({"Perception_Problem_Solver, zoom", "Science_Problem_Solver, focus", "OCRBench_Scene_Text_QA_Skill, focus",
        "Geometric_Shape_Counting_Skill, focus"})
    void each_of_several_images_is_looked_at_closely_except_in_the_reference(String skill, String zoom) {
        assertThat(PlanRun.start(Seeds.plan(skill), 3).ready()).extracting(call -> call.id().toString()).contains(zoom + ".1", zoom + ".2",
                zoom + ".3");
        assertThat(PlanRun.start(Seeds.plan(Profile.REFERENCE, skill), 3).ready()).extracting(call -> call.id().toString())
                .contains(zoom + ".1")
                .doesNotContain(zoom + ".2");
    }

    @Test
    void reasoning_never_takes_the_place_of_an_answer_except_in_the_reference() {
        String reply = "<think>" + "perhaps ".repeat(300) + "</think>42";
        Plan.Step ours = Seeds.plan("Perception_Problem_Solver").step("answer").orElseThrow();
        Plan.Step theirs = Seeds.plan(Profile.REFERENCE, "Perception_Problem_Solver").step("answer").orElseThrow();
        assertThat(Replies.parse(ours.parser(), reply, List.of()).text()).isEqualTo("42");
        assertThat(Replies.parse(theirs.parser(), reply, List.of()).text()).isEqualTo(reply);
        String halfThought = "perhaps a pie</think>42";
        assertThat(Replies.parse(ReplyParser.TEXT, halfThought, List.of()).text()).isEqualTo("42");
        assertThat(Replies.parse(ReplyParser.PAIRED_THOUGHTS, "<THINK>x</think> " + halfThought, List.of()).text()).isEqualTo(halfThought);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "an outline bar chart|bar chart|line chart",
        "a bar chart with copied labels|bar chart|pie chart",
        "maybe a pie</think>a bar chart|bar chart|pie chart",
        "no idea|bar chart|bar chart"
    })
    void a_chart_is_what_it_is_called_and_not_what_its_letters_hold_except_in_the_reference(String reply, String ours, String theirs) {
        assertThat(Replies.parse(ReplyParser.LABEL, reply, KINDS).value()).isEqualTo(ours);
        assertThat(Replies.parse(ReplyParser.LABEL_ANYWHERE, reply, KINDS).value()).isEqualTo(theirs);
        assertThat(Seeds.plan(Profile.REFERENCE, "Chart_Problem_Solver").step("type").orElseThrow().parser())
                .isEqualTo(ReplyParser.LABEL_ANYWHERE);
    }

    @Test
    void a_reply_that_was_cut_says_so_except_in_the_reference_which_keeps_the_last_thousand_characters() {
        String reply = "head " + "x".repeat(1_500) + " tail";
        Plan.Observation ours = Seeds.plan("Science_Problem_Solver").observation();
        Plan.Observation theirs = Seeds.plan(Profile.REFERENCE, "Science_Problem_Solver").observation();
        assertThat(ours.cut(reply)).startsWith("[… 510 characters left out …]").endsWith(" tail");
        assertThat(theirs.cut(reply)).hasSize(1_000).isEqualTo(reply.substring(reply.length() - 1_000));
    }

    @Test
    void every_reply_of_an_expert_has_a_limit_of_its_own() {
        Seeds.plans().forEach((skill, plan) -> plan.steps().stream().filter(s -> s.kind().asksService())
                .forEach(s -> assertThat(s.maxOutputTokens()).as(skill + " " + s.id()).isPositive()));
    }

    @Test
    void a_number_that_was_never_said_is_no_answer() {
        Parsed nothing = Replies.parse(ReplyParser.LAST_LINE, "<think>7", List.of());
        assertThat(nothing.isEmpty()).isTrue();
    }
}
