package dev.maestro.activities.step;

import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Artifacts.Artifact;
import dev.maestro.skills.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Replies of the auxiliary services about one image, by content hash, service, model, prompt and parameters. They are
 * kept in the store that all workers share, and used for {@value #PERIOD_DAYS} days; a reply of more than {@value
 * #MAX_KEPT_BYTES} bytes is not kept. A worker sends one request at a time for the same thing, and its other callers
 * wait for the reply; when several workers ask, the first reply is kept. A failure is never kept. Thread-safe.
 */
public final class ServiceCache {
    /** A service that was improved without a new name is noticed within this time. */
    static final int PERIOD_DAYS = 30;
    /** A page of dense text has 20 KB; what is longer is a model that repeats itself. */
    static final int MAX_KEPT_BYTES = 256 * 1024;

    private final Artifacts artifacts;
    private final InstantSource clock;
    private final ConcurrentMap<String, CompletableFuture<ExpertOutcome>> underWay = new ConcurrentHashMap<>();

    public ServiceCache(Artifacts artifacts) {
        this(artifacts, InstantSource.system());
    }

    ServiceCache(Artifacts artifacts, InstantSource clock) {
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /** @param cached whether nobody was asked for this outcome */
    record Outcome(ExpertOutcome outcome, boolean cached) {}

    private record Kept(String text, Optional<String> data) {}

    Outcome call(Plan.Step step, ExpertRequest request, List<ContentHash> images, Supplier<ExpertOutcome> ask) {
        boolean dependsOnImageOnly = switch (step.kind()) {
            case READ_TEXT, DETECT, CAPTION -> images.size() == 1;
            case ZOOM, DRAW_BOXES, ASK, CLASSIFY, VERIFY, EVALUATE, RUN_CODE, REPEAT -> false;
        };
        if (!dependsOnImageOnly) {
            return new Outcome(ask.get(), false);
        }
        ContentHash image = images.getFirst();
        String recipe = recipe(request);
        Optional<Artifact> kept = artifacts.derived(image, recipe);
        if (kept.isPresent()) {
            return new Outcome(reply(kept.get()), true);
        }
        return once(image + ";" + recipe, () -> {
            ExpertOutcome outcome = ask.get();
            if (outcome instanceof ExpertOutcome.Answered(Reply reply)) {
                byte[] bytes = Json.write(new Kept(RecordedTexts.clean(reply.text()), reply.data())).getBytes(StandardCharsets.UTF_8);
                if (bytes.length <= MAX_KEPT_BYTES) {
                    artifacts.putDerived(image, recipe, bytes, "application/json");
                }
            }
            return outcome;
        });
    }

    private Outcome once(String key, Supplier<ExpertOutcome> ask) {
        CompletableFuture<ExpertOutcome> mine = new CompletableFuture<>();
        CompletableFuture<ExpertOutcome> first = underWay.putIfAbsent(key, mine);
        if (first != null) {
            return awaited(first, ask);
        }
        try {
            ExpertOutcome outcome = ask.get();
            mine.complete(outcome);
            return new Outcome(outcome, false);
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, mine);
        }
    }

    /** What another query's call found; its failure is its own, so then this one asks itself. */
    private static Outcome awaited(CompletableFuture<ExpertOutcome> first, Supplier<ExpertOutcome> ask) {
        try {
            ExpertOutcome outcome = first.join();
            if (outcome instanceof ExpertOutcome.Answered) {
                return new Outcome(outcome, true);
            }
        } catch (CompletionException _) {
            // Its budget, its cancellation: nothing that this call has to share.
        }
        return new Outcome(ask.get(), false);
    }

    private String recipe(ExpertRequest request) {
        String how = request.system() + "\n" + request.prompt() + "\n" + (searchesFor(request) ? request.question() : "") + "\n"
                + new java.util.TreeMap<>(withoutLeaf(request))
                + "\n" + request.expert().temperature() + "\n" + request.expert().limits().maxPixels();
        return request.capability() + ";expert=" + request.expert().name() + ";model="
                + request.expert().model().or(() -> request.expert().implementation()).orElse("") + ";how="
                + ContentHash.of(how).value().substring(7, 39) + ";period=" + clock.millis() / Duration.ofDays(PERIOD_DAYS).toMillis()
                + ";v=2";
    }

    /** An expert that reads no prompts is told by the question what to find; what an image says and shows depends on none. */
    private static boolean searchesFor(ExpertRequest request) {
        return switch (request.task()) {
            case OCR, CAPTION -> false;
            case DETECT, GROUND, ANSWER, CLASSIFY -> request.prompt().isEmpty();
        };
    }

    /** Which skill wants it makes no difference to what the service says. */
    private static java.util.Map<String, String> withoutLeaf(ExpertRequest request) {
        java.util.Map<String, String> parameters = new java.util.HashMap<>(request.parameters());
        parameters.remove("leaf");
        return parameters;
    }

    private static ExpertOutcome reply(Artifact artifact) {
        Kept kept = Json.read(new String(artifact.bytes(), StandardCharsets.UTF_8), Kept.class);
        return new ExpertOutcome.Answered(new Reply(kept.text(), kept.data(), 0, 0, 0, Duration.ZERO, "stop"));
    }
}
