package dev.maestro.inference.qwen;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.engine.EngineErrors;
import dev.maestro.inference.engine.PixelPatches;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the patches of an image lie, for the vision tower: patches come merge square by merge square, so row and
 * column follow from the order.
 *
 * @param arena   owns the buffers
 * @param patches pixels, float32 [patches, values of a patch]
 * @param taps    the four nearest rows of the square table of positions, for each patch
 * @param weights how much each of them counts, float32 [patches, 4]; bilinear, the corners of both squares aligned
 * @param angles  of the rotary embedding, float32 [patches, head width]: rows, then columns, twice
 */
public record VisionGrid(Arena arena, ByteBuffer patches, long[] taps, ByteBuffer weights, ByteBuffer angles) implements AutoCloseable {
    /** @return to be closed once the tensors over its buffers are */
    public static VisionGrid of(VisionConfig vision, PixelPatches image) {
        int height = image.gridHeight();
        int width = image.gridWidth();
        int merge = vision.mergeSize();
        int n = image.patches();
        if (height % merge != 0 || width % merge != 0 || image.values().length != (long) n * vision.patchValues()) {
            throw new MaestroException(EngineErrors.PIXEL_PATCHES_INVALID, "" + height + " x " + width + " patches of "
                    + image.values().length / n + " values, the model merges squares of " + merge
                    + " and reads " + vision.patchValues() + " values. Process the image with the model's own settings.");
        }
        Arena arena = Arena.ofConfined();
        ByteBuffer patches = floats(arena, image.values().length);
        patches.asFloatBuffer().put(image.values());
        long[] taps = new long[4 * n];
        ByteBuffer weights = floats(arena, 4 * n);
        ByteBuffer angles = floats(arena, n * vision.headSize());
        Axis rows = new Axis(height, vision.positionSide());
        Axis columns = new Axis(width, vision.positionSide());
        float[] frequencies = frequencies(vision);
        for (int i = 0; i < n; i++) {
            int k = i % (height * width);
            int square = k / (merge * merge);
            int row = square / (width / merge) * merge + k / merge % merge;
            int column = square % (width / merge) * merge + k % merge;
            for (int tap = 0; tap < 4; tap++) {
                taps[4 * i + tap] = (long) rows.tap(row, tap / 2) * vision.positionSide() + columns.tap(column, tap % 2);
                weights.putFloat(rows.weight(row, tap / 2) * columns.weight(column, tap % 2));
            }
            for (int twice = 0; twice < 2; twice++) {
                for (float f : frequencies) {
                    angles.putFloat(row * f);
                }
                for (float f : frequencies) {
                    angles.putFloat(column * f);
                }
            }
        }
        return new VisionGrid(arena, patches, taps, weights.flip(), angles.flip());
    }

    private static float[] frequencies(VisionConfig vision) {
        int spatial = vision.headSize() / 2;
        float[] frequencies = new float[spatial / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1.0f / (float) Math.pow(vision.ropeTheta(), (float) (2 * i) / spatial);
        }
        return frequencies;
    }

    /** Aligned as vector instructions like it. */
    private static ByteBuffer floats(Arena arena, int count) {
        return arena.allocate(4L * count, 64).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        arena.close();
    }

    /** One side of the grid laid over one side of the table, ends on ends; float32 as in the reference. */
    private record Axis(int size, int side) {
        private float at(int index) {
            return (float) index * (side - 1) / Math.max(size - 1, 1);
        }

        int tap(int index, int which) {
            return Math.clamp((long) Math.floor(at(index)) + which, 0, side - 1);
        }

        float weight(int index, int which) {
            float at = at(index);
            return Math.max(0, 1 - Math.abs(at - (float) Math.floor(at) - which));
        }
    }
}
