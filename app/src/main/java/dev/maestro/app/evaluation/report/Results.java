package dev.maestro.app.evaluation.report;

import dev.maestro.registry.evaluations.SampleResult;
import java.util.function.Consumer;

/** Where results come from, one after the other in order of index and attempt: the evaluation store. */
@FunctionalInterface
interface Results {
    void each(String evaluation, Consumer<SampleResult> consumer);
}
