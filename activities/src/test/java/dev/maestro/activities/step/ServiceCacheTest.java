package dev.maestro.activities.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.ContentHash;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanParser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ServiceCacheTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final StepBench bench = new StepBench();
    private final ServiceCache cache = at(NOW);
    private final AtomicInteger asked = new AtomicInteger();
    private final ContentHash other = bench.artifacts.put(StepBench.png(30, 30), "image/png");

    @AfterEach
    void close() {
        bench.close();
    }

    private ServiceCache at(Instant now) {
        return new ServiceCache(bench.artifacts, InstantSource.fixed(now));
    }

    private static Plan.Step step(String kind) {
        return PlanParser
                .parse("{\"steps\":[{\"id\":\"s\",\"kind\":\"" + kind + "\",\"capability\":\"c\"}],\"observation\":{\"from\":[\"s\"]}}")
                .steps().getFirst();
    }

    private static ExpertRequest request(Task task, String model, String prompt, String question, Map<String, String> parameters) {
        Expert row = StepBench.expert("Service", Expert.Role.SERVICE, "ocr", Expert.Price.FREE);
        Expert expert = new Expert(row.name(), row.role(), row.kind(), row.endpoint(), Optional.of(model), row.implementation(),
                row.credential(), row.capabilities(),
                row.description(), row.limits(), row.price(), row.temperature(), row.preference(), row.inPrompt(), row.requiresApproval(),
                row.enabled());
        return new ExpertRequest(expert, task, "", prompt, question, List.of(), parameters, List.of(), 100, "key");
    }

    private static ExpertRequest reading(String model, String prompt) {
        return request(Task.OCR, model, prompt, "q", Map.of());
    }

    private boolean askedFor(ServiceCache where, String kind, ExpertRequest request, ContentHash image) {
        int before = asked.get();
        where.call(step(kind), request, List.of(image), () -> StepBench.answered("reply " + asked.incrementAndGet()));
        return asked.get() > before;
    }

    @Test
    void the_same_image_service_model_prompt_and_parameters_are_asked_once_and_any_other_again() {
        assertThat(askedFor(cache, "read_text", reading("m", "p"), bench.image)).isTrue();
        assertThat(askedFor(cache, "read_text", reading("m", "p"), bench.image)).isFalse();
        assertThat(askedFor(cache, "read_text", reading("m", "p"), other)).as("another image").isTrue();
        assertThat(askedFor(cache, "read_text", reading("m2", "p"), bench.image)).as("another model").isTrue();
        assertThat(askedFor(cache, "read_text", reading("m", "p2"), bench.image)).as("another prompt").isTrue();
        assertThat(askedFor(cache, "read_text", request(Task.OCR, "m", "p", "q", Map.of("language", "de")), bench.image))
                .as("another parameter").isTrue();
        assertThat(askedFor(cache, "read_text", request(Task.OCR, "m", "p", "q", Map.of("leaf", "Another_Skill")), bench.image))
                .as("another skill").isFalse();
    }

    @Test
    void two_questions_about_one_picture_do_not_share_a_detection_by_a_detector_that_reads_no_prompts() {
        assertThat(askedFor(cache, "detect", request(Task.DETECT, "m", "", "where are the ducks?", Map.of()), bench.image)).isTrue();
        assertThat(askedFor(cache, "detect", request(Task.DETECT, "m", "", "where are the dogs?", Map.of()), bench.image)).isTrue();
        assertThat(askedFor(cache, "detect", request(Task.DETECT, "m", "", "where are the ducks?", Map.of()), bench.image)).isFalse();
        assertThat(askedFor(cache, "read_text", request(Task.OCR, "m", "", "first question", Map.of()), bench.image)).isTrue();
        assertThat(askedFor(cache, "read_text", request(Task.OCR, "m", "", "second question", Map.of()), bench.image))
                .as("the text is the same for every question").isFalse();
    }

    @Test
    void an_answer_to_a_question_is_never_taken_from_the_cache() {
        assertThat(askedFor(cache, "ask", request(Task.ANSWER, "m", "p", "q", Map.of()), bench.image)).isTrue();
        assertThat(askedFor(cache, "ask", request(Task.ANSWER, "m", "p", "q", Map.of()), bench.image)).isTrue();
    }

    @Test
    void another_worker_process_finds_what_the_first_one_was_told() {
        askedFor(cache, "read_text", reading("m", "p"), bench.image);
        assertThat(askedFor(at(NOW), "read_text", reading("m", "p"), bench.image)).isFalse();
    }

    @Test
    void of_two_workers_that_ask_at_the_same_time_the_first_reply_stands_for_all_who_come_later() throws Exception {
        List<ServiceCache> workers = List.of(cache, at(NOW));
        List<Callable<Boolean>> both = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> both.add(() -> askedFor(workers.get(i % 2), "read_text", reading("m", "p"), bench.image)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(both)) {
                one.get();
            }
        }
        assertThat(asked.get()).as("at most once for each worker").isBetween(1, 2);
        ExpertOutcome first = workers.get(0)
                .call(step("read_text"), reading("m", "p"), List.of(bench.image), () -> StepBench.answered("late")).outcome();
        ExpertOutcome second = workers.get(1)
                .call(step("read_text"), reading("m", "p"), List.of(bench.image), () -> StepBench.answered("late")).outcome();
        assertThat(first).isEqualTo(second);
        assertThat(((ExpertOutcome.Answered) first).reply().text()).startsWith("reply ");
    }

    @Test
    void a_reply_is_asked_for_anew_after_its_time() {
        askedFor(cache, "read_text", reading("m", "p"), bench.image);
        assertThat(askedFor(at(NOW.plus(Duration.ofDays(ServiceCache.PERIOD_DAYS))), "read_text", reading("m", "p"), bench.image))
                .isTrue();
    }

    @Test
    void a_reply_without_end_is_used_and_not_kept() {
        String endless = "word ".repeat(ServiceCache.MAX_KEPT_BYTES / 4);
        ExpertOutcome used = cache.call(step("caption"), reading("m", "p"), List.of(bench.image), () -> StepBench.answered(endless))
                .outcome();
        assertThat(((ExpertOutcome.Answered) used).reply().text()).isEqualTo(endless);
        assertThat(askedFor(cache, "caption", reading("m", "p"), bench.image)).isTrue();
    }

    @Test
    void several_images_of_one_query_are_kept_one_by_one() {
        assertThat(askedFor(cache, "read_text", reading("m", "p"), bench.image)).isTrue();
        assertThat(askedFor(cache, "read_text", reading("m", "p"), other)).isTrue();
        assertThat(askedFor(cache, "read_text", reading("m", "p"), bench.image)).isFalse();
        assertThat(askedFor(cache, "read_text", reading("m", "p"), other)).isFalse();
    }
}
