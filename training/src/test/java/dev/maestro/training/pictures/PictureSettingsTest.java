package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureSettingsTest {
    @Test
    void what_is_not_given_is_as_the_recipe_has_it() {
        PictureSettings settings = PictureSettings.of(Map.of("task", "pictures", "seed", "-3"));

        assertThat(PictureSettings.read(settings.json())).isEqualTo(settings).isEqualTo(new PictureSettings("pictures", -3, 0, 0));
        assertThat(settings.recipe()).isEqualTo(PictureRecipe.standard());
    }

    @Test
    void numbers_that_are_given_take_the_place_of_the_recipes() {
        PictureRecipe recipe = PictureSettings.of(Map.of("pictures", "90", "steps", "7")).recipe();

        assertThat(recipe.pictures()).isEqualTo(90);
        assertThat(recipe.steps()).isEqualTo(7);
        assertThat(recipe.shown()).isEqualTo(PictureRecipe.standard().shown());
    }

    @Test
    void what_is_unknown_or_out_of_range_is_refused() {
        assertThatThrownBy(() -> PictureSettings.of(Map.of("picture", "9"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("pictures");
        assertThatThrownBy(() -> PictureSettings.of(Map.of("steps", "-1"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("0 to");
        assertThatThrownBy(() -> PictureSettings.of(Map.of("pictures", "8"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("9 to");
        assertThatThrownBy(() -> PictureSettings.of(Map.of("seed", "one"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("whole number");
    }
}
