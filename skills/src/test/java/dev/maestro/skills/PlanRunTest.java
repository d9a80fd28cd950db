package dev.maestro.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PlanRunTest {
    private static final String COUNTING = "Counting_Problem_Solver";

    private static Plan plan(String steps, String from) {
        return PlanParser.parse("{\"steps\":[" + steps + "],\"observation\":{\"from\":[\"" + from + "\"]}}");
    }

    private static List<String> ids(List<StepCall> calls) {
        return calls.stream().map(call -> call.id().toString()).toList();
    }

    private static void done(PlanRun run, String... calls) {
        for (String call : calls) {
            run.done(new StepResult.Done(CallId.parse(call), ""));
        }
    }

    private static final String ASK = "{\"id\":\"answer\",\"kind\":\"ask\",\"prompt\":\"p\",\"needs\":[%s]}";

    @Test
    void evidence_that_does_not_depend_on_other_evidence_starts_together() {
        PlanRun run = PlanRun.start(Seeds.plan("OCRBench_Scene_Text_QA_Skill"), 1);
        assertThat(ids(run.ready())).containsExactly("ocr.1", "caption.1", "detect.1", "focus.1");
        assertThat(run.ready()).isEmpty();
    }

    @Test
    void an_image_waits_only_for_its_own_evidence() {
        PlanRun run = PlanRun.start(Seeds.plan(COUNTING), 2);
        assertThat(ids(run.ready())).containsExactly("detect.1", "detect.2");
        done(run, "detect.2");
        assertThat(ids(run.ready())).containsExactly("boxed.2");
        done(run, "boxed.2");
        assertThat(ids(run.ready())).containsExactly("zoom.2");
        done(run, "detect.1", "zoom.2");
        assertThat(ids(run.ready())).containsExactly("boxed.1");
        done(run, "boxed.1");
        assertThat(ids(run.ready())).containsExactly("zoom.1");
        done(run, "zoom.1");
        assertThat(ids(run.ready())).containsExactly("list");
        done(run, "list");
        assertThat(ids(run.ready())).containsExactly("count");
        assertThat(run.outcome()).isEmpty();
        done(run, "count");
        assertThat(run.outcome()).hasValueSatisfying(
                o -> assertThat(o).isInstanceOfSatisfying(PlanOutcome.Observed.class,
                        seen -> assertThat(seen.call()).hasToString("count")));
    }

    @Test
    void an_expert_that_reads_pixels_is_asked_at_once_without_listing_or_zoom() {
        PlanRun run = PlanRun.start(Seeds.plan(COUNTING), new PlanContext(1, List.of("ocr", "detect", "ground"), false));
        assertThat(ids(run.ready())).containsExactly("count");
        assertThat(run.skipped()).map(CallId::toString).contains("detect.1", "boxed.1", "zoom.1", "list");
    }

    @Test
    void a_caption_nobody_can_give_is_skipped_without_a_call() {
        PlanRun run = PlanRun.start(Seeds.plan("Science_Problem_Solver"), new PlanContext(1, List.of("ocr"), true));
        assertThat(ids(run.ready())).containsExactly("ocr.1");
        assertThat(run.skipped()).map(CallId::toString).containsExactly("caption.1", "focus.1");
        done(run, "ocr.1");
        assertThat(ids(run.ready())).containsExactly("answer");
    }

    @Test
    void a_service_that_must_be_there_is_asked_even_when_none_is_known() {
        Plan plan = plan("{\"id\":\"ocr\",\"kind\":\"read_text\",\"capability\":\"ocr\"}", "ocr");
        assertThat(ids(PlanRun.start(plan, new PlanContext(1, List.of(), true)).ready())).containsExactly("ocr");
    }

    @Test
    void a_failed_optional_step_leaves_the_evidence_out() {
        PlanRun run = PlanRun.start(Seeds.plan("Chart_Problem_Solver"), 1);
        run.ready();
        run.done(new StepResult.Failed(CallId.parse("ocr.1"), "EXPERT_UNREACHABLE", "down"));
        assertThat(ids(run.ready())).containsExactly("type");
        run.done(new StepResult.Failed(CallId.parse("type"), "EXPERT_NOT_ABLE", "could not tell"));
        assertThat(ids(run.ready())).containsExactly("answer");
    }

    @Test
    void a_failure_that_is_not_optional_ends_the_run_at_once() {
        Plan plan = plan("{\"id\":\"a\",\"kind\":\"ask\",\"prompt\":\"p\"},{\"id\":\"b\",\"kind\":\"ask\",\"prompt\":\"p\"},"
                + ASK.formatted("\"a\",\"b\""), "answer");
        PlanRun run = PlanRun.start(plan, 1);
        assertThat(ids(run.ready())).containsExactly("a", "b");
        run.done(new StepResult.Failed(CallId.parse("a"), "EXPERT_TIMED_OUT", "late"));
        assertThat(run.outcome()).contains(new PlanOutcome.Failed(new StepResult.Failed(CallId.parse("a"), "EXPERT_TIMED_OUT", "late")));
        assertThat(run.ready()).isEmpty();
        done(run, "b");
        assertThat(run.outcome().orElseThrow()).isInstanceOf(PlanOutcome.Failed.class);
    }

    @Test
    void a_branch_runs_only_when_its_condition_holds_and_its_evidence_only_then() {
        Plan plan = plan("""
                {"id":"kind","kind":"classify","prompt":"p","labels":["map","photo"]},
                {"id":"ocr","kind":"read_text","capability":"ocr","each":true},
                {"id":"map","kind":"ask","prompt":"p","needs":["ocr"],"when":"kind=map"},
                {"id":"answer","kind":"ask","prompt":"p","needs":["map"]}""", "answer");
        PlanRun photo = PlanRun.start(plan, 1);
        assertThat(ids(photo.ready())).containsExactly("kind");
        photo.done(new StepResult.Done(CallId.parse("kind"), "photo"));
        assertThat(ids(photo.ready())).containsExactly("answer");
        PlanRun map = PlanRun.start(plan, 1);
        map.ready();
        map.done(new StepResult.Done(CallId.parse("kind"), "map"));
        assertThat(ids(map.ready())).containsExactly("ocr.1");
    }

    @Test
    void a_condition_on_a_failed_classification_sees_the_last_label() {
        Plan plan = plan("""
                {"id":"kind","kind":"classify","prompt":"p","labels":["map","photo"],"optional":true},
                {"id":"other","kind":"ask","prompt":"p","when":"kind!=photo"},
                {"id":"answer","kind":"ask","prompt":"p","needs":["other"]}""", "answer");
        PlanRun run = PlanRun.start(plan, 1);
        run.ready();
        run.done(new StepResult.Failed(CallId.parse("kind"), "EXPERT_NOT_ABLE", ""));
        assertThat(ids(run.ready())).containsExactly("answer");
    }

    @Test
    void the_last_listed_step_that_ran_is_observed() {
        Plan plan = PlanParser.parse("""
                {"steps":[{"id":"draft","kind":"ask","prompt":"p"},
                 {"id":"better","kind":"verify","prompt":"p","needs":["draft"],"optional":true}],
                 "observation":{"from":["draft","better"],"keep":"head","max_chars":50}}""");
        PlanRun run = PlanRun.start(plan, 0);
        run.ready();
        done(run, "draft");
        assertThat(run.outcome()).isEmpty();
        assertThat(ids(run.ready())).containsExactly("better");
        run.done(new StepResult.Failed(CallId.parse("better"), "EXPERT_UNREACHABLE", ""));
        assertThat(run.outcome())
                .contains(new PlanOutcome.Observed(CallId.parse("draft"), new Plan.Observation(List.of("draft", "better"), 50, "head")));
    }

    private static final String REPAIR = """
            {"id":"test","kind":"ask","prompt":"p","parser":"assertion","optional":true},
            {"id":"tries","kind":"repeat","needs":["test"],"parameters":{"rounds":"3","until":"pass"},"repeat":[
              {"id":"write","kind":"ask","prompt":"p","parser":"code","when":"run=","images":["original"]},
              {"id":"mend","kind":"ask","prompt":"p","parser":"code","when":"run!="},
              {"id":"run","kind":"run_code","needs":["write","mend"]}]}""";

    @Test
    void a_repeat_ends_when_its_value_is_reached() {
        PlanRun run = PlanRun.start(plan(REPAIR, "tries"), 1);
        assertThat(ids(run.ready())).containsExactly("test");
        done(run, "test");
        assertThat(run.ready()).containsExactly(StepCall.of("tries/write", StepKind.ASK, -1, 1));
        run.done(new StepResult.Done(CallId.parse("write#1"), "code"));
        assertThat(ids(run.ready())).containsExactly("run#1");
        run.done(new StepResult.Done(CallId.parse("run#1"), "fail"));
        assertThat(ids(run.ready())).containsExactly("mend#2");
        run.done(new StepResult.Done(CallId.parse("mend#2"), "code"));
        assertThat(ids(run.ready())).containsExactly("run#2");
        run.done(new StepResult.Done(CallId.parse("run#2"), "pass"));
        assertThat(run.ready()).isEmpty();
        assertThat(run.outcome()).hasValueSatisfying(
                o -> assertThat(o).isInstanceOfSatisfying(PlanOutcome.Observed.class,
                        seen -> assertThat(seen.call()).hasToString("run#2")));
    }

    @Test
    void a_repeat_is_bounded_by_its_rounds() {
        PlanRun run = PlanRun.start(plan(REPAIR, "tries"), 0);
        int calls = 0;
        while (run.outcome().isEmpty() && calls < 100) {
            for (StepCall call : run.ready()) {
                calls++;
                run.done(new StepResult.Done(call.id(), call.kind() == StepKind.RUN_CODE ? "fail" : "code"));
            }
        }
        assertThat(calls).isEqualTo(7);
        assertThat(run.outcome()).isPresent();
    }

    @Test
    void without_images_evidence_is_not_gathered_and_the_question_is_still_asked() {
        PlanRun run = PlanRun.start(Seeds.plan("Chart_Problem_Solver"), 0);
        assertThat(ids(run.ready())).containsExactly("type");
    }

    @Test
    void a_limit_of_images_holds() {
        PlanRun run = PlanRun.start(Seeds.plan("ERQA_Pointing_Localization_Solver"), 5);
        assertThat(ids(run.ready())).filteredOn(id -> id.startsWith("focus")).containsExactly("focus.1", "focus.2");
    }

    @Test
    void a_skip_reported_by_an_activity_counts_as_skipped() {
        PlanRun run = PlanRun.start(Seeds.plan("Perception_Problem_Solver"), 1);
        run.ready();
        run.done(new StepResult.Skipped(CallId.parse("zoom.1")));
        assertThat(ids(run.ready())).containsExactly("answer");
    }

    @Test
    void a_result_nobody_waits_for_is_refused_and_a_second_report_changes_nothing() {
        PlanRun run = PlanRun.start(Seeds.plan("Perception_Problem_Solver"), 1);
        assertThatThrownBy(() -> run.done(new StepResult.Done(CallId.parse("answer"), ""))).hasMessageContaining("PLAN_CALL_UNKNOWN");
        run.ready();
        done(run, "zoom.1");
        run.ready();
        done(run, "answer");
        Optional<PlanOutcome> first = run.outcome();
        run.done(new StepResult.Failed(CallId.parse("answer"), "EXPERT_UNREACHABLE", ""));
        assertThat(run.outcome()).isEqualTo(first);
    }

    @Test
    void nothing_that_was_observed_is_said_as_a_failure() {
        Plan plan = plan("{\"id\":\"answer\",\"kind\":\"ask\",\"prompt\":\"p\",\"only\":\"prompted\"}", "answer");
        PlanRun run = PlanRun.start(plan, new PlanContext(1, List.of(), false));
        assertThat(run.ready()).isEmpty();
        assertThat(run.outcome()).hasValueSatisfying(o -> assertThat(o).isInstanceOfSatisfying(
                PlanOutcome.Failed.class, f -> assertThat(f.step().failure()).isEqualTo("PLAN_OBSERVED_NOTHING")));
    }

    @Test
    void every_seeded_plan_ends_whatever_succeeds_fails_or_is_skipped_in_whatever_order_and_replays_alike() {
        for (Map.Entry<String, Plan> skill : Seeds.plans().entrySet()) {
            for (int seed = 0; seed < 60; seed++) {
                List<String> first = play(skill.getValue(), seed);
                assertThat(play(skill.getValue(), seed)).as(skill.getKey()).isEqualTo(first);
            }
        }
    }

    private static List<String> play(Plan plan, int seed) {
        Random random = new Random(seed);
        PlanRun run = PlanRun.start(plan, new PlanContext(random.nextInt(4),
                random.nextBoolean() ? List.of("ocr", "detect", "ground", "caption") : List.of("ocr"), random.nextInt(4) > 0));
        List<StepCall> underWay = new ArrayList<>();
        List<String> log = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (run.outcome().isEmpty()) {
            List<StepCall> ready = run.ready();
            ready.forEach(c -> assertThat(seen.add(c.id().toString())).as("handed out once: " + c.id()).isTrue());
            ready.forEach(c -> log.add(c.id().toString()));
            underWay.addAll(ready);
            assertThat(underWay).as("something is under way while the run goes on, after " + log).isNotEmpty();
            StepCall call = underWay.remove(random.nextInt(underWay.size()));
            int fate = random.nextInt(10);
            run.done(fate == 0
                    ? new StepResult.Failed(call.id(), "EXPERT_TIMED_OUT", "")
                    : fate == 1
                            ? new StepResult.Skipped(call.id())
                            : new StepResult.Done(call.id(), switch (call.kind()) {
                                case CLASSIFY -> "line chart";
                                case ZOOM -> random.nextBoolean() ? "crop" : "none";
                                default -> "x";
                            }));
        }
        log.add(run.outcome().toString());
        return log;
    }
}
