package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawingSettingsTest {
    @Test
    void what_is_not_given_is_as_the_recipe_has_it() {
        DrawingSettings settings = DrawingSettings.of(Map.of("task", "pictures", "seed", "-3"));

        assertThat(DrawingSettings.read(settings.json())).isEqualTo(settings).isEqualTo(new DrawingSettings("pictures", -3, 0, 0));
        assertThat(settings.recipe()).isEqualTo(DrawingRecipe.standard());
    }

    @Test
    void numbers_that_are_given_take_the_place_of_the_recipes() {
        DrawingRecipe recipe = DrawingSettings.of(Map.of("pictures", "90", "steps", "7")).recipe();

        assertThat(recipe.pictures()).isEqualTo(90);
        assertThat(recipe.steps()).isEqualTo(7);
        assertThat(recipe.shown()).isEqualTo(DrawingRecipe.standard().shown());
    }

    @Test
    void what_is_unknown_or_out_of_range_is_refused() {
        assertThatThrownBy(() -> DrawingSettings.of(Map.of("picture", "9"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("pictures");
        assertThatThrownBy(() -> DrawingSettings.of(Map.of("steps", "-1"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("0 to");
        assertThatThrownBy(() -> DrawingSettings.of(Map.of("pictures", "8"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("9 to");
        assertThatThrownBy(() -> DrawingSettings.of(Map.of("seed", "one"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("whole number");
    }
}
