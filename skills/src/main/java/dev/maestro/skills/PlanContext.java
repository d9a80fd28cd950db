package dev.maestro.skills;

import java.util.List;

/**
 * What the run of a plan can rely on; it is fixed before the run starts, from the pinned registry and the dispatched
 * expert.
 *
 * @param images       images of the query
 * @param capabilities capabilities that at least one enabled service has; an optional step that needs another is skipped without a call;
 *                     each once, in an order that every replay of a workflow sees
 * @param prompted     whether the expert of the call reads prompts (a model server) or only pixels (an embedded one)
 */
public record PlanContext(int images, List<String> capabilities, boolean prompted) {
    /** Every capability the built-in plans ask for, and an expert that reads prompts. */
    public static PlanContext full(int images) {
        return new PlanContext(images, List.of("ocr", "detect", "ground", "caption"), true);
    }

    public PlanContext {
        capabilities = capabilities.stream().distinct().toList();
    }
}
