package dev.maestro.skills.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.skills.Plan;
import dev.maestro.skills.Seeds;
import dev.maestro.skills.StepCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each prompt must say, as patterns between {@code &}: one row per prompt of a skill, rendered with
 * everything the step can have before it.
 */
@Tag("database")
class PromptRequirementsTest {
    private static final String QUESTION = "Which duck stands nearest to the pond?";
    private static final String INPUT = "Find the nearest duck.";

    /** Everything a step may have seen: each earlier step of the plan with a text of its own. */
    private static List<EarlierStep> everything(Plan plan, String label) {
        List<EarlierStep> earlier = new ArrayList<>();
        for (Plan.Step step : PromptRenderer.all(plan)) {
            for (int image = 1; image <= (step.each() ? Math.min(2, step.imagesOf(2)) : 1); image++) {
                String value = switch (step.kind()) {
                    case ZOOM -> "crop";
                    case DRAW_BOXES -> "drawn";
                    case CLASSIFY -> label.isEmpty() ? step.labels().getLast() : label;
                    case READ_TEXT, DETECT, CAPTION, ASK, VERIFY, EVALUATE, RUN_CODE, REPEAT -> "";
                };
                earlier.add(new EarlierStep(new CallId(step.id(), step.each() ? image - 1 : CallId.ALL_IMAGES, 0), "said-by-" + step.id(),
                        value));
            }
        }
        return earlier;
    }

    private static PromptRenderer.Rendered rendered(Profile profile, String skill, String step, String label, boolean routed) {
        Plan plan = Seeds.plan(profile, skill);
        Plan.Step definition = plan.step(step).orElseThrow();
        StepCall call = StepCall.of(step, definition.kind(), definition.each() ? 0 : -1, 0);
        return new PromptRenderer(Seeds.prompts(profile)).render(plan, call,
                new PromptInput(QUESTION, INPUT, 2, routed, everything(plan, label)));
    }

    private static void contains(String prompt, String patterns) {
        String flat = prompt.replaceAll("\\s+", " ");
        for (String pattern : patterns.split("&")) {
            assertThat(Pattern.compile(pattern.strip(), Pattern.CASE_INSENSITIVE).matcher(flat).find()).as(pattern.strip() + " in: " + flat)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "Geometric_Problem_Solver; extract; analyse & points & lines & angles & circles & annotations & relations & relative coordinates & dashed & right-angle & tangent & nearest duck",
        "Geometric_Problem_Solver; fuse; own extraction & said-by-extract & said-by-caption & said-by-ocr & conflict & ambigu & short and exact",
        "Geometric_Problem_Solver; solve; said-by-extract & said-by-fuse & what is asked & facts & theorems & step by step & ambiguous & provisional",
        "Geometric_Problem_Solver; answer; said-by-solve & units & limiting cases & second method & symmetry & plausible & correct & last line",
        "Chart_Problem_Solver; type; image first & support & garbled & exactly one of & said-by-ocr & bar chart & line chart & pie chart",
        "Chart_Problem_Solver; answer; position & numbers & from the image & axis & rows & columns & last line & said-by-ocr",
        "Science_Problem_Solver; focus; only where & scientific & function & <tool_call>|only if",
        "Science_Problem_Solver; answer; image itself, which decides & enlarged & description & labels, numbers, symbols and units & briefly & last line & said-by-caption & said-by-ocr",
        "Counting_Problem_Solver; detect; each instance & partly hidden & nearest duck & bbox_2d & JSON",
        "Counting_Problem_Solver; zoom; most likely to go wrong & crowded & tiny & missed or counted twice & only if & thinking, the call if there is one, the answer & original, then the same & said-by-detect",
        "Counting_Problem_Solver; list; region by region & original decides & hints & where & crowded & borders & reflections & in part & numbered & hidden & enlarged & said-by-detect",
        "Counting_Problem_Solver; count; said-by-list & do not trust the list & counted twice & missing & settle each disagreement & last line & bare number & original decides",
        "Perception_Problem_Solver; zoom; single region & think first & only if & tightly & then the call|the call if there is one",
        "Perception_Problem_Solver; answer; whole view & enlarged part & use both & last line",
        "OCRBench_Text_Recognition_Skill; answer; never guess & character by character & upper and lower case & digit & no explanation & last line & said-by-ocr",
        "OCRBench_Key_Information_Extraction_Skill; answer; kind of field & layout & exact value with its unit & no explanation & last line & said-by-ocr & said-by-detect & regions drawn",
        "OCRBench_Scene_Text_QA_Skill; answer; identify the object & background & decided by the image & no explanation & last line & said-by-ocr & said-by-caption & said-by-detect",
        "OCRBench_Document_Chart_QA_Skill; answer; infographic & table & calendar & structure together & labels, axes, legends and values & last line & said-by-ocr & said-by-caption",
        "OCRBench_Formula_Recognition_Skill; answer; structure, not only the symbols & fractions & superscripts & brackets & roots & Greek & LaTeX only & last line",
        "ERQA_Trajectory_Outcome_Solver; answer; what moves & final outcome & relative positions & last line & said-by-caption & said-by-detect & enlarged part",
        "ERQA_Action_Adjustment_Solver; answer; coordinate frame & main misalignment & smallest motion or rotation & last line & said-by-detect",
        "ERQA_Spatial_Mechanics_Solver; answer; frame of reference first & compare similar objects & structure and its contacts & last line",
        "ERQA_Pointing_Localization_Solver; answer; all candidates & on the part, not near & by its meaning & last line & said-by-ocr",
        "ERQA_Multi_View_Task_Solver; answer; views of one moment or steps & align & nearest to the end state & last line & said-by-caption & said-by-detect",
        "ERQA_Pointing_Localization_Solver; focus; labelled dots & arrows & borders & single region & tightly",
        "Circle_Contact_and_Overlap_Judge_Skill; answer; two circles & separated & exactly one boundary point & share an area & contact of the boundaries only & bare Yes or No",
        "Intersection_and_Route_Counting_Skill; answer; crossings or routes & near misses & parallel|close side by side & thick & complete ways & one single colour & number alone & braces only if",
        "Grid_Structure_Parsing_Skill; answer; ignore what is written & horizontal & vertical & thick line is one line & rows times columns & two values alone",
        "Highlighted_Character_Recognition_Skill; answer; before you read & centre & neighbours & upper and lower case & character alone & braces only if & said-by-ocr",
        "Geometric_Shape_Counting_Skill; answer; which shape & complete & once & nested squares & fixed order & number alone & braces only if",
        "none; answer; nearest duck & last line",
        "zoom; answer; whole view & enlarged part & last line",
        "Compositional_Visual_Reasoning_Skill; plan; one to three items & its number & attributes & relations & count, compare & do not answer",
        "Compositional_Visual_Reasoning_Skill; look2; said-by-plan & single region & only if & the item: number 2",
        "Compositional_Visual_Reasoning_Skill; find1; evidence for one part & said-by-plan & said-by-detect & attributes & relations & certain & enlarged part & the item: number 1",
        "Compositional_Visual_Reasoning_Skill; chain; said-by-find1 & said-by-find2 & said-by-find3 & like a program & sets & contradict & provisional",
        "Compositional_Visual_Reasoning_Skill; answer; said-by-chain & verify every step & point of view & correct what is wrong & last line",
        "clevr_problem_solver; inventory; shape & colour & material & size & bbox_2d & JSON & do not answer",
        "clevr_problem_solver; program; filter & only & left_of & behind & same & count & exists & equal & JSON list & do not see the scene",
        "clevr_problem_solver; detect; every solid & half hidden & JSON & bbox_2d",
        "clevr_problem_solver; answer; said-by-inventory & said-by-worked & said-by-detect & missing or listed twice & disagree & last line & yes or no"
    })
    void a_prompt_says_what_its_skill_requires(String skill, String step, String patterns) {
        contains(rendered(Profile.DEFAULT, skill, step, "", true).prompt(), patterns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "bar chart; one colour are one series & nearest to its foot & number printed & where the bar ends & compare lengths",
        "line chart; x axis & each line of one colour is a series & number written beside the point & rises, falls & crossings",
        "pie chart; colour stands for one category & leader line & printed on or beside its sector & angle",
        "scatter plot; two values & outlier & size carries a third",
        "stacked bar chart; own length & sum of its parts & 100 percent",
        "histogram; range of one quantity & how many",
        "area chart; thickness of its band & base line",
        "radar chart; distance from the centre & rings",
        "box plot; median & quartile & whiskers & outliers",
        "heat map; row label and one column label & colour with the scale",
        "table; row by its first cell & totals",
        "combined chart; two value axes & rules of its own kind",
        "other chart; what carries the value & nearest label"
    })
    void each_kind_of_chart_is_read_by_its_own_rules(String type, String patterns) {
        String prompt = rendered(Profile.DEFAULT, "Chart_Problem_Solver", "answer", type, false).prompt();
        contains(prompt, patterns + " & last line");
        assertThat(prompt).contains("Kind of chart, as decided before: " + type).contains(QUESTION).contains(INPUT);
    }

    @Test
    void every_kind_of_chart_that_can_be_chosen_is_offered_and_has_rules() {
        Plan plan = Seeds.plan("Chart_Problem_Solver");
        String choice = rendered(Profile.DEFAULT, "Chart_Problem_Solver", "type", "", false).prompt();
        for (String label : plan.step("type").orElseThrow().labels()) {
            assertThat(choice.substring(choice.lastIndexOf("exactly one of"))).contains(label);
            assertThat(Seeds.prompts(Profile.DEFAULT).apply("chart.answer." + PromptRenderer.key(label))).as(label).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "Geometric_Problem_Solver; fuse; said-by-extract & The caption result of image1 is: said-by-caption & The caption result of image2 & The ocr result of image2 is: said-by-ocr & own extraction",
        "Geometric_Problem_Solver; answer; said-by-extract & said-by-fuse & said-by-solve & The ocr result of image1 & last line",
        "Chart_Problem_Solver; type; The ocr result of image1 is & exactly one of: bar chart, line chart, pie chart & image first",
        "Chart_Problem_Solver; answer; The ocr result of image1 is & one colour are one series & last line",
        "Science_Problem_Solver; answer; decisive on every conflict & The caption result & The ocr result & attached last & last line",
        "Counting_Problem_Solver; zoom; The detection result of image1 is: said-by-detect & most likely to go wrong",
        "Counting_Problem_Solver; list; The detection result of image1 is & The detection result of image2 is & region by region",
        "Counting_Problem_Solver; count; said-by-list & do not trust the list",
        "Perception_Problem_Solver; answer; global view and a zoomed view & analyse both",
        "ERQA_Trajectory_Outcome_Solver; answer; The caption result of image1 is & final outcome & last line",
        "ERQA_Pointing_Localization_Solver; answer; The caption result of image1 is & on the part, not near",
        "OCRBench_Scene_Text_QA_Skill; answer; The ocr result of image1 is & The caption result of image1 is & The detection result of image1 is & last line",
        "Highlighted_Character_Recognition_Skill; answer; The ocr result of image1 is & before you read"
    })
    void in_the_reference_profile_evidence_stands_in_lines_as_the_reference_writes_them(String skill, String step, String patterns) {
        String prompt = rendered(Profile.REFERENCE, skill, step, "", true).prompt();
        contains(prompt, patterns);
        assertThat(prompt).contains(INPUT).doesNotContain(QUESTION).doesNotContain("<evidence");
    }

    @Test
    void in_the_reference_profile_lines_are_joined_by_one_blank_line_and_nothing_found_is_said_as_there() {
        Plan plan = Seeds.plan(Profile.REFERENCE, "OCRBench_Scene_Text_QA_Skill");
        StepCall call = StepCall.of("answer", StepKind.ASK, -1, 0);
        String prompt = new PromptRenderer(Seeds.prompts(Profile.REFERENCE)).render(plan, call,
                new PromptInput(QUESTION, INPUT, 2,
                        List.of(new EarlierStep(CallId.parse("ocr.1"), "", ""), new EarlierStep(CallId.parse("ocr.2"), "OPEN", ""))))
                .prompt();
        assertThat(prompt).contains("The ocr result of image1 is: Not found\n\nThe ocr result of image2 is: OPEN")
                .contains("The caption result of image1 is: \n\nThe caption result of image2 is: \n")
                .contains("The detection result of image1 is: Not found");
        String withoutImages = new PromptRenderer(Seeds.prompts(Profile.REFERENCE))
                .render(Seeds.plan(Profile.REFERENCE, "Geometric_Problem_Solver"),
                        StepCall.of("fuse", StepKind.ASK, -1, 0), new PromptInput(QUESTION, INPUT, 0, List.of()))
                .prompt();
        assertThat(withoutImages).contains("None found.");
    }

    @ParameterizedTest
    @CsvSource({
        "ERQA_Action_Adjustment_Solver, hand it to the specialist, smallest corrective action",
        "OCRBench_Formula_Recognition_Skill, hand it to the specialist, valid LaTeX",
        "Grid_Structure_Parsing_Skill, by their keywords, rows and columns"
    })
    void a_leaf_keeps_its_own_system_prompt_except_where_the_reference_gives_it_the_routers(String leaf, String routers, String own) {
        assertThat(rendered(Profile.DEFAULT, leaf, "answer", "", true).system()).contains(own).doesNotContain(routers);
        assertThat(rendered(Profile.DEFAULT, leaf, "answer", "", false).system()).contains(own);
        assertThat(rendered(Profile.REFERENCE, leaf, "answer", "", true).system()).contains(routers).doesNotContain(own);
        assertThat(rendered(Profile.REFERENCE, leaf, "answer", "", false).system()).contains(own);
    }

    @Test
    void counting_ends_in_a_bare_number_except_in_the_reference() {
        assertThat(rendered(Profile.DEFAULT, "Counting_Problem_Solver", "count", "", false).prompt()).contains("last line")
                .contains("bare number");
        assertThat(rendered(Profile.REFERENCE, "Counting_Problem_Solver", "count", "", false).prompt()).doesNotContain("last line");
    }

    @Test
    void the_detector_is_asked_for_what_the_question_is_about_except_in_the_reference_which_knows_eighty_classes() {
        assertThat(rendered(Profile.DEFAULT, "Counting_Problem_Solver", "detect", "", false).prompt()).contains(INPUT)
                .doesNotContain("toothbrush");
        assertThat(rendered(Profile.REFERENCE, "Counting_Problem_Solver", "detect", "", false).prompt()).contains("person, bicycle")
                .contains("toothbrush").doesNotContain(INPUT);
    }

    @Test
    void the_zoom_is_told_its_one_function_and_the_form_of_its_call() {
        for (Profile profile : Profile.values()) {
            assertThat(rendered(profile, "Perception_Problem_Solver", "zoom", "", false).system())
                    .contains("image_zoom_in").contains("exactly four numbers").contains("required")
                    .contains("<tool_call>{\"name\": \"image_zoom_in\", \"arguments\": {\"bbox_2d\": [x1, y1, x2, y2]}}</tool_call>");
        }
    }

    @Test
    void what_is_included_keeps_its_line_and_the_rule_about_evidence_stands_apart_from_it() {
        Seeds.plans(Profile.DEFAULT)
                .forEach((skill, plan) -> plan.steps().stream().filter(step -> !step.prompt().isEmpty()).forEach(step -> {
                    String prompt = rendered(Profile.DEFAULT, skill, step.id(), "", false).prompt();
                    assertThat(prompt).as(skill + " " + step.id()).doesNotContain("</evidence>What")
                            .doesNotContainPattern("</evidence>[^\\n]")
                            .doesNotContain("\n\n\n\n");
                }));
    }
}
