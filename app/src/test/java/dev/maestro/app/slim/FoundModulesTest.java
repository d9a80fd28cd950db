package dev.maestro.app.slim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.policy.checkpoint.ModelHolder;
import dev.maestro.routing.Language;
import org.junit.jupiter.api.Test;

/** What a whole start finds on the class path. */
class FoundModulesTest {
    @Test
    void the_experts_in_the_worker_are_found() {
        assertThat(EmbeddedExpertProvider.all(1)).extracting(EmbeddedExpert::implementation)
                .containsExactlyInAnyOrder("text-reader", "chart-reader", "shape-counter", "zoom");
    }

    @Test
    void the_language_is_found_and_understands() {
        assertThat(Language.find().understands()).isTrue();
        assertThat(Language.find().rank("table")).isPositive();
    }

    @Test
    void who_holds_checkpoints_and_who_looks_at_them_is_found() {
        assertThat(CheckpointTools.find()).isPresent();
        assertThat(ModelHolder.find()).isPresent();
    }
}
