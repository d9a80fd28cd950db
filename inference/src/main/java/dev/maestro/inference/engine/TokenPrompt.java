package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.PromptErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a generation goes on from.
 *
 * @param tokens    at least one; placeholders of images included
 * @param positions rotary positions by axis (time, height, width), each as long as {@code tokens}
 * @param images    in the order of their placeholders, which do not overlap
 */
public record TokenPrompt(int[] tokens, int[][] positions, List<PlacedImage> images) {
    private static final int AXES = 3;

    public TokenPrompt {
        images = List.copyOf(images);
        if (tokens.length == 0 || positions.length != AXES || Arrays.stream(positions).anyMatch(axis -> axis.length != tokens.length)) {
            throw new MaestroException(PromptErrors.PROMPT_INVALID,
                    "" + tokens.length + " tokens; at least one is needed, and three rows of as many positions.");
        }
        int end = 0;
        for (PlacedImage image : images) {
            if (image.firstToken() < end || image.count() < 1 || image.firstToken() + image.count() > tokens.length) {
                throw new MaestroException(PromptErrors.PROMPT_INVALID, "an image at token " + image.firstToken() + " with " + image.count()
                        + " placeholders does not fit behind token " + end + " of " + tokens.length + ".");
            }
            end = image.firstToken() + image.count();
        }
    }

    /**
     * @param key        what tells the image from every other, e.g. the hash of its patches
     * @param patches    of the image; asked by the engine's thread, and only when its features are not at hand: again when they had to make room
     * @param firstToken index of its first placeholder
     * @param count      placeholders, as many as its features have rows
     */
    public record PlacedImage(String key, Supplier<PixelPatches> patches, int firstToken, int count) {}

    /** A prompt without images. */
    public static TokenPrompt text(int... tokens) {
        int[] counted = new int[tokens.length];
        Arrays.setAll(counted, i -> i);
        return new TokenPrompt(tokens, new int[][]{counted, counted, counted}, List.of());
    }

    public int length() {
        return tokens.length;
    }

    /** This and text that follows it: text counts on from the largest position, alike on all axes. */
    public TokenPrompt extendedBy(int... more) {
        if (more.length == 0) {
            return this;
        }
        int next = Arrays.stream(positions).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
        int[] all = Arrays.copyOf(tokens, tokens.length + more.length);
        System.arraycopy(more, 0, all, tokens.length, more.length);
        int[][] placed = new int[AXES][];
        for (int axis = 0; axis < AXES; axis++) {
            placed[axis] = Arrays.copyOf(positions[axis], all.length);
            for (int i = tokens.length; i < all.length; i++) {
                placed[axis][i] = next + i - tokens.length;
            }
        }
        return new TokenPrompt(all, placed, images);
    }

    /** Images whose placeholders lie between two tokens, wholly or in part. */
    List<PlacedImage> imagesBetween(int from, int to) {
        return images.stream().filter(image -> image.firstToken() < to && image.firstToken() + image.count() > from).toList();
    }

    PromptSpan span(int from, int to, Function<PlacedImage, DecoderModel.ImageFeatures> features) {
        int[][] placed = new int[AXES][];
        for (int axis = 0; axis < AXES; axis++) {
            placed[axis] = Arrays.copyOfRange(positions[axis], from, to);
        }
        List<PromptSpan.PlacedImage> parts = new ArrayList<>();
        for (PlacedImage image : imagesBetween(from, to)) {
            int first = Math.max(from, image.firstToken());
            int end = Math.min(to, image.firstToken() + image.count());
            parts.add(new PromptSpan.PlacedImage(features.apply(image), first - from, first - image.firstToken(), end - first));
        }
        return new PromptSpan(Arrays.copyOfRange(tokens, from, to), placed, parts);
    }
}
