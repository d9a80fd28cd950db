package dev.maestro.training.pictures;

import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.orchestra.world.SeededDraws;
import java.util.Arrays;
import java.util.List;

/**
 * Patches of a still picture in an eighth of their size: a byte for each sample of one frame. Gives back the very numbers.
 *
 * @param samples patches × channels × side²
 */
record StoredPatches(byte[] samples, int high, int wide) {
    /** Half of the 255 steps: mean and deviation that {@link DrawingFiles} writes for the image processor. */
    private static final float HALF = 127.5f;
    private static final int FRAMES = 2;
    private static final int CHANNELS = 3;
    private static final int BLANK = 8;

    static StoredPatches of(PixelPatches patches) {
        float[] values = patches.values();
        int plane = plane(values.length / FRAMES, patches.patches());
        byte[] samples = new byte[values.length / FRAMES];
        for (int i = 0; i < samples.length; i++) {
            float value = values[i / plane * FRAMES * plane + i % plane];
            samples[i] = (byte) Math.round(value * HALF + HALF);
        }
        return new StoredPatches(samples, patches.gridHeight(), patches.gridWidth());
    }

    private static int plane(int samples, int patches) {
        return samples / patches / CHANNELS;
    }

    PixelPatches patches() {
        int plane = plane(samples.length, high * wide);
        float[] values = new float[samples.length * FRAMES];
        for (int i = 0; i < samples.length; i++) {
            float value = ((samples[i] & 0xff) - HALF) / HALF;
            int at = i / plane * FRAMES * plane + i % plane;
            values[at] = value;
            values[at + plane] = value;
        }
        return new PixelPatches(values, 1, high, wide);
    }

    /** Turned over or not, in either direction, with its three colours in any order: what kind it is of stays to be seen. */
    StoredPatches varied(SeededDraws draws) {
        boolean across = draws.below(2) == 1;
        boolean down = draws.below(2) == 1;
        List<Integer> colours = draws.shuffled(List.of(0, 1, 2));
        int side = side();
        byte[] other = new byte[samples.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = 0; y < high * side; y++) {
                for (int x = 0; x < wide * side; x++) {
                    other[at(channel, y, x)] = samples[at(colours.get(channel), down ? high * side - 1 - y : y,
                            across ? wide * side - 1 - x : x)];
                }
            }
        }
        return new StoredPatches(other, high, wide);
    }

    private int side() {
        return (int) Math.round(Math.sqrt(plane(samples.length, high * wide)));
    }

    /** Patches that become one token follow each other. */
    private int at(int channel, int y, int x) {
        int side = side();
        int merge = DrawingFiles.MERGE;
        int row = y / side;
        int column = x / side;
        int patch = (row / merge * (wide / merge) + column / merge) * merge * merge + row % merge * merge + column % merge;
        return ((patch * CHANNELS + channel) * side + y % side) * side + x % side;
    }

    /** White all over and square, whatever the picture was: its sides would tell of it. */
    StoredPatches blank() {
        byte[] white = new byte[BLANK * BLANK * (samples.length / (high * wide))];
        Arrays.fill(white, (byte) 255);
        return new StoredPatches(white, BLANK, BLANK);
    }

    /** Placeholders that stand for it in a prompt. */
    int tokens() {
        return high * wide / (DrawingFiles.MERGE * DrawingFiles.MERGE);
    }
}
