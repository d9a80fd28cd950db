package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.drawings.ReceiptGenerator;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.orchestra.world.SeededDraws;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPatchesTest {
    @TempDir
    Path folder;

    private PixelPatches seen;

    @BeforeEach
    void look() {
        DrawingFiles.write(folder, DrawingShape.SMALL);
        seen = ImageProcessor.of(folder).orElseThrow().process(new ReceiptGenerator().draw(4).png());
    }

    @Test
    void the_very_numbers_come_back() {
        PixelPatches back = StoredPatches.of(seen).patches();

        assertThat(back.values()).isEqualTo(seen.values());
        assertThat(back.gridHeight()).isEqualTo(seen.gridHeight()).isGreaterThan(back.gridWidth());
    }

    @Test
    void another_way_round_it_has_the_same_samples_at_other_places_and_turned_twice_it_is_itself() {
        StoredPatches stored = StoredPatches.of(seen);
        byte[] sorted = stored.samples().clone();
        Arrays.sort(sorted);
        Set<String> ways = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            StoredPatches other = stored.varied(SeededDraws.of("ways", i));
            byte[] same = other.samples().clone();
            Arrays.sort(same);
            assertThat(same).isEqualTo(sorted);
            ways.add(Arrays.hashCode(other.samples()) + "");
        }
        assertThat(ways).as("turned in two directions, colours in six orders").hasSizeBetween(12, 24)
                .contains(Arrays.hashCode(stored.samples()) + "");
    }

    @Test
    void a_blank_one_tells_nothing_of_what_it_was() {
        StoredPatches wide = new StoredPatches(new byte[4 * 8 * 3 * 144], 4, 8);

        assertThat(StoredPatches.of(seen).blank().patches().values()).containsOnly(1f).isEqualTo(wide.blank().patches().values());
        assertThat(wide.blank().tokens()).isEqualTo(16);
    }
}
