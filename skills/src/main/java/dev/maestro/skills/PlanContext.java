package dev.maestro.skills;

import dev.maestro.core.Ordered;
import java.util.Set;

/**
 * What a plan's run can count on; fixed before it starts, from the pinned registry and the dispatched
 * expert.
 *
 * @param images       images of the query
 * @param capabilities capabilities that at least one enabled service has; an optional step that needs another is skipped without a call
 * @param prompted     whether the expert of the call reads prompts (a model server) or only pixels (an embedded one)
 */
public record PlanContext(int images, Set<String> capabilities, boolean prompted) {
    /** Every capability the built-in plans ask for, and an expert that reads prompts. */
    public static PlanContext full(int images) {
        return new PlanContext(images, Set.of("ocr", "detect", "ground", "caption"), true);
    }

    public PlanContext {
        capabilities = Ordered.copyOf(capabilities);
    }
}
