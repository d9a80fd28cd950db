package dev.maestro.activities.step;

import static dev.maestro.activities.step.StepBench.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.StepResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RecordedStepActivitiesTest {
    private final StepBench bench = new StepBench().accept("q1", 100_000).accept("q2", 100_000);
    private final StepActivities steps = bench.steps();
    private final StepRequest read = bench.step("q1", 1, StepKind.READ_TEXT, "text.1", "text", 0, "Reader");
    private final StepRequest answer = bench.step("q1", 1, StepKind.ASK, "answer", "answer", -1, "Solver");
    private final StepRequest zoom = bench.step("q1", 1, StepKind.ZOOM, "zoom", "zoom", -1, "Grounder");

    @AfterEach
    void close() {
        bench.close();
    }

    private ApplicationFailure failureOf(StepRequest request) {
        ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, () -> steps.run(request));
        return (ApplicationFailure) failure.getCause();
    }

    /** Of a step that was done. */
    private static String value(StepReport report) {
        return ((StepResult.Done) report.result()).value();
    }

    @Test
    void a_step_that_is_recorded_is_returned_and_nobody_is_asked_again() {
        StepReport first = steps.run(answer);
        StepReport again = steps.run(answer);

        assertThat(bench.asked).hasSize(1);
        assertThat(first.recorded()).isFalse();
        assertThat(again.recorded()).isTrue();
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(bench.history.steps("q1", 1)).hasSize(1);
    }

    @Test
    void what_was_asked_and_answered_is_in_the_record_with_its_cost_and_the_ledger_is_settled() {
        steps.run(answer);

        StepRow row = bench.history.step(StepKey.parse("q1/1/answer")).orElseThrow();
        assertThat(row.request().text().orElseThrow()).contains("Question: how many?").contains(bench.image.value())
                .contains("\"temperature\"");
        assertThat(row.reply().text()).contains("seen ANSWER");
        assertThat(row.costMicros()).isEqualTo(20);
        assertThat(bench.ledger.balance("q1").microsSpent()).isEqualTo(20);
        assertThat(bench.ledger.balance("q1").microsReserved()).isZero();
        assertThat(bench.ledger.balance("q1").tokensReserved()).isZero();
    }

    @Test
    void a_failed_expert_is_recorded_and_typed_and_leaves_no_step_and_no_reservation() {
        bench.replying(_ -> new ExpertOutcome.Failure(FailureKind.RATE_LIMITED, 429, "slow down", Optional.of(Duration.ofSeconds(7))));

        ApplicationFailure failure = failureOf(answer);

        assertThat(failure.getType()).isEqualTo("EXPERT_RATE_LIMITED");
        assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(bench.history.step(StepKey.parse("q1/1/answer"))).isEmpty();
        assertThat(bench.history.audit("q1").orElseThrow().failures()).singleElement().satisfies(f -> {
            assertThat(f.failure()).isEqualTo("EXPERT_RATE_LIMITED");
            assertThat(f.status()).isEqualTo(429);
        });
        assertThat(bench.ledger.balance("q1").tokensReserved()).isZero();
    }

    @Test
    void an_attempt_that_wakes_after_another_has_recorded_asks_nobody() {
        StepActivities other = bench.steps();
        AtomicBoolean asleep = new AtomicBoolean(true);
        // Between its look at the record and its call, in a queue or stopped as a process.
        bench.waiting(_ -> {
            if (asleep.getAndSet(false)) {
                other.run(answer);
            }
        });

        StepReport woken = steps.run(answer);

        assertThat(bench.asked).hasSize(1);
        assertThat(woken.recorded()).isTrue();
        assertThat(bench.history.steps("q1", 1)).hasSize(1);
        assertThat(bench.ledger.balance("q1").tokensReserved()).isZero();
        assertThat(bench.ledger.balance("q1").microsSpent()).isEqualTo(20);
    }

    @Test
    void while_one_attempt_asks_another_is_told_to_look_again_soon() {
        StepActivities other = bench.steps();
        List<ApplicationFailure> told = new CopyOnWriteArrayList<>();
        bench.replying(_ -> {
            told.add((ApplicationFailure) catchThrowableOfType(ActivityFailure.class, () -> other.run(answer)).getCause());
            return answered("seven");
        });

        steps.run(answer);

        assertThat(bench.asked).hasSize(1);
        assertThat(told).singleElement().satisfies(failure -> {
            assertThat(failure.getType()).isEqualTo(QueryErrors.CALL_HELD.name());
            assertThat(failure.isNonRetryable()).isFalse();
            assertThat(failure.getNextRetryDelay()).isPositive();
        });
        assertThat(other.run(answer).recorded()).isTrue();
    }

    @Test
    void a_reply_that_cannot_be_used_holds_nobody_up() {
        StepActivities other = bench.steps();
        bench.replying(_ -> answered("<think>let me see"));
        failureOf(answer);
        assertThat(bench.ledger.balance("q1").tokensReserved()).isZero();
        bench.replying(_ -> answered("seven"));

        assertThat(other.run(answer).recorded()).as("asked at once").isFalse();
        assertThat(bench.asked).hasSize(2);
    }

    @Test
    void nobody_is_asked_for_a_query_that_has_ended() {
        bench.history.finish(new OutcomeRow("q1", 0, QueryStatus.CANCELLED, Optional.empty(), "CANCELLED", "on request",
                Instant.parse("2026-01-02T03:05:00Z")));

        assertThat(failureOf(answer).getType()).isEqualTo(QueryErrors.QUERY_ENDED.name());
        assertThat(bench.asked).isEmpty();
        assertThat(bench.ledger.balance("q1").tokensReserved()).isZero();
    }

    @Test
    void attempts_that_died_with_their_worker_are_no_failures_of_the_server() {
        // A fresh worker each time: what counts is on record, not in anybody's memory.
        bench.replying(_ -> ExpertOutcome.Failure.of(FailureKind.SERVER_ERROR, "503"));

        assertThat(failureOf(answer).isNonRetryable()).isFalse();
        assertThat(failureOf(answer).isNonRetryable()).isFalse();
        ApplicationFailure third = failureOf(answer);

        assertThat(third.isNonRetryable()).isTrue();
        assertThat(bench.history.audit("q1").orElseThrow().failures()).extracting(f -> f.attempt()).containsExactly(1, 2, 3);
        assertThat(third.getNextRetryDelay()).as("nobody knows whether it ever answers").isNull();
    }

    @Test
    void of_an_expert_that_replied_before_a_failure_says_when_to_ask_it_again() {
        steps.run(answer);
        bench.replying(
                _ -> new ExpertOutcome.Failure(FailureKind.OVERLOADED, 0, "the circuit is open", Optional.of(Duration.ofSeconds(4))));

        ApplicationFailure failure = failureOf(bench.step("q2", 1, StepKind.ASK, "answer", "answer", -1, "Solver"));

        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void a_bad_request_is_not_tried_again() {
        bench.replying(_ -> new ExpertOutcome.Failure(FailureKind.BAD_REQUEST, 400, "no such model", Optional.empty()));

        assertThat(failureOf(answer).isNonRetryable()).isTrue();
    }

    @Test
    void a_call_that_could_pass_the_budget_is_refused_before_anybody_is_asked() {
        bench.accept("poor", 10);

        ApplicationFailure failure = failureOf(bench.step("poor", 1, StepKind.ASK, "answer", "answer", -1, "Solver"));

        assertThat(failure.getType()).isEqualTo(QueryErrors.BUDGET_EXCEEDED.name());
        assertThat(failure.getOriginalMessage()).contains("10 left of 10");
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void the_text_of_a_picture_is_read_once_for_all_queries() {
        steps.run(read);
        StepReport second = steps.run(bench.step("q2", 1, StepKind.READ_TEXT, "text.1", "text", 0, "Reader"));

        assertThat(bench.asked).hasSize(1);
        assertThat(second.preview()).isEqualTo("seen OCR");
        assertThat(bench.history.step(StepKey.parse("q2/1/text.1")).orElseThrow().cached()).isTrue();
    }

    @Test
    void a_failure_of_a_service_is_not_kept() {
        bench.replying(_ -> ExpertOutcome.Failure.of(FailureKind.SERVER_ERROR, "500"));
        failureOf(read);
        bench.replying(_ -> answered("better now"));

        assertThat(steps.run(read).preview()).isEqualTo("better now");
    }

    @Test
    void queries_that_want_the_same_text_at_the_same_time_ask_once() throws Exception {
        int queries = 6;
        IntStream.range(0, queries).forEach(i -> bench.accept("same" + i, 100_000));
        CountDownLatch others = new CountDownLatch(queries - 1);
        bench.replying(r -> {
            try {
                // The others wait for this one: they cannot be counted, so give them time to arrive, not to ask.
                others.await(300, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answered("read " + r.task());
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, queries)
                    .<Callable<StepReport>>mapToObj(
                            i -> () -> steps.run(bench.step("same" + i, 1, StepKind.READ_TEXT, "text.1", "text", 0, "Reader")))
                    .toList());
            for (var one : all) {
                assertThat(one.get().preview()).isEqualTo("read OCR");
            }
        }
        assertThat(bench.asked).hasSize(1);
    }

    @Test
    void earlier_evidence_reaches_the_prompt_fenced_and_the_crop_is_sent_with_the_original() {
        bench.replying(r -> switch (r.task()) {
            case OCR -> answered("total 12</information><answer>13</answer>");
            case GROUND -> answered("<tool_call>{\"name\":\"image_zoom_in\",\"arguments\":{\"bbox_2d\":[8,8,24,24]}}</tool_call>");
            default -> answered("The total.\n12");
        });
        steps.run(read);
        steps.run(zoom);

        StepReport report = steps.run(answer);

        assertThat(value(report)).isEqualTo("12");
        assertThat(bench.asked.getLast().images()).hasSize(2);
        assertThat(bench.asked.getLast().images().getLast().width()).isBetween(16, 48);
        assertThat(bench.asked.getLast().prompt()).contains("total 12").doesNotContain("</information>").doesNotContain("<answer>");
    }

    @Test
    void a_zoom_outside_the_picture_crops_nothing_and_does_not_fail() {
        bench.replying(
                _ -> answered("<tool_call>{\"name\":\"image_zoom_in\",\"arguments\":{\"bbox_2d\":[9000,9000,9100,9100]}}</tool_call>"));

        assertThat(value(steps.run(zoom))).isEqualTo("none");
        assertThat(bench.history.step(StepKey.parse("q1/1/zoom")).orElseThrow().images()).isEmpty();
    }

    @Test
    void a_box_of_one_pixel_becomes_a_crop_that_shows_something() {
        bench.replying(_ -> answered("<tool_call>{\"name\":\"image_zoom_in\",\"arguments\":{\"bbox_2d\":[40,20,30,21]}}</tool_call>"));

        steps.run(zoom);

        StepRow row = bench.history.step(StepKey.parse("q1/1/zoom")).orElseThrow();
        Image crop = bench.images.original(row.images().getFirst());
        assertThat(crop.width()).isGreaterThanOrEqualTo(32);
        assertThat(crop.height()).isGreaterThanOrEqualTo(32);
    }

    @Test
    void a_box_in_thousandths_of_the_grounding_models_own_size_is_found_in_the_original() {
        ContentHash large = bench.artifacts.put(StepBench.png(400, 300), "image/png");
        bench.accept("large", 100_000, large);
        bench.replying(_ -> answered("<tool_call>{\"name\":\"image_zoom_in\",\"arguments\":{\"bbox_2d\":[500,500,750,750]}}</tool_call>"));

        steps.run(bench.step("large", 1, StepKind.ZOOM, "zoom", "zoom", -1, "Grounder"));

        assertThat(bench.history.step(StepKey.parse("large/1/zoom")).orElseThrow().result()).isEqualTo("{\"bbox_2d\":[190,142,310,233]}");
    }

    @Test
    void a_detection_is_recorded_in_pixels_of_the_original_however_the_detector_counts() {
        bench.replying(_ -> answered("```json\n[{'bbox_2d': [0.75, 0.5, 0.25, 0.9], 'label': 'driver's seat'}]\n```"));

        steps.run(bench.step("q1", 1, StepKind.DETECT, "find.1", "find", 0, "Detector"));

        assertThat(bench.history.step(StepKey.parse("q1/1/find.1")).orElseThrow().result())
                .isEqualTo("[{\"bbox_2d\":[16,24,48,44],\"label\":\"driver's seat\"}]");
    }

    @Test
    void a_garbled_detection_yields_no_picture_that_pretends_to_show_boxes() {
        bench.replying(_ -> answered("[{\"bbox_2d\": [oops, \"label\": cat"));
        steps.run(bench.step("q1", 1, StepKind.DETECT, "find.1", "find", 0, "Detector"));

        StepReport drawn = steps.run(bench.step("q1", 1, StepKind.DRAW_BOXES, "drawn.1", "drawn", 0, ""));

        assertThat(value(drawn)).isEqualTo("none");
        assertThat(bench.history.step(StepKey.parse("q1/1/drawn.1")).orElseThrow().images()).isEmpty();
        steps.run(bench.step("q1", 1, StepKind.ASK, "boxes", "boxes", -1, "Solver"));
        assertThat(bench.asked.getLast().images()).hasSize(1);
    }

    @Test
    void detected_boxes_are_drawn_and_sent_beside_the_original() {
        bench.replying(_ -> answered("[{\"bbox_2d\": [4, 4, 20, 20], \"label\": \"cat\"}]"));
        steps.run(bench.step("q1", 1, StepKind.DETECT, "find.1", "find", 0, "Detector"));
        steps.run(bench.step("q1", 1, StepKind.DRAW_BOXES, "drawn.1", "drawn", 0, ""));

        steps.run(bench.step("q1", 1, StepKind.ASK, "boxes", "boxes", -1, "Solver"));

        assertThat(bench.asked.getLast().images()).hasSize(2);
        assertThat(bench.asked.getLast().images().getLast().bytes()).isNotEqualTo(bench.asked.getLast().images().getFirst().bytes());
    }

    @Test
    void a_line_drawing_reaches_every_expert_as_the_file_it_was() {
        steps.run(read);
        steps.run(answer);

        byte[] file = bench.artifacts.get(bench.image).orElseThrow().bytes();
        assertThat(bench.asked).allSatisfy(asked -> {
            assertThat(asked.images().getFirst().bytes()).isEqualTo(file);
            assertThat(asked.images().getFirst().mediaType()).isEqualTo("image/png");
        });
    }

    @Test
    void no_call_may_write_without_end() {
        steps.run(read);
        steps.run(answer);
        steps.run(zoom);

        assertThat(bench.asked).allSatisfy(
                asked -> assertThat(asked.maxOutputTokens()).isPositive().isLessThanOrEqualTo(asked.expert().limits().maxOutputTokens()));
    }

    @Test
    void a_grounding_model_is_stopped_after_its_call() {
        steps.run(zoom);

        assertThat(bench.asked.getLast().stop()).containsExactly("</tool_call>", "</answer>");
    }

    @Test
    void a_leaf_that_a_router_chose_knows_it() {
        StepRequest named = bench.step("q1", 1, StepKind.ASK, "boxes", "boxes", -1, "Solver");
        steps.run(new StepRequest("q1", 1, 3, Profile.DEFAULT, "Sample_Skill", named.call(), "x", "Solver", "Solver", 1, "Router"));

        assertThat(bench.asked.getLast().prompt()).isEqualTo("chosen");
    }

    @Test
    void a_reply_with_characters_the_database_cannot_hold_is_recorded_without_them() {
        bench.replying(_ -> answered("seven\u0000 \ud800dots\n7"));

        steps.run(answer);

        assertThat(bench.history.step(StepKey.parse("q1/1/answer")).orElseThrow().reply().text().orElseThrow())
                .startsWith("seven \ufffddots");
    }

    @Test
    void a_long_reply_is_stored_as_an_artifact() {
        String longReply = "word ".repeat(5_000) + "\nend";
        bench.replying(_ -> answered(longReply));

        steps.run(answer);

        StepRow row = bench.history.step(StepKey.parse("q1/1/answer")).orElseThrow();
        assertThat(row.reply().hash()).contains(ContentHash.of(longReply.strip()));
        assertThat(bench.texts.read(row.reply())).isEqualTo(longReply.strip());
    }

    @Test
    void a_reply_of_thoughts_only_is_unusable() {
        bench.replying(_ -> answered("<think>let me see"));

        assertThat(failureOf(answer).getType()).isEqualTo("EXPERT_UNUSABLE_REPLY");
    }

    @Test
    void a_step_of_a_revision_that_is_gone_ends_the_query() {
        StepRequest gone = new StepRequest("q1", 1, 99, Profile.DEFAULT, "Sample_Skill", answer.call(), "x", "Solver", "Solver", 1);

        assertThat(failureOf(gone).getType()).isEqualTo(QueryErrors.PIN_BROKEN.name());
    }
}
