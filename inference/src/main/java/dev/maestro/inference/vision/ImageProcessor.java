package dev.maestro.inference.vision;

import dev.maestro.inference.engine.PixelPatches;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Encoded images → patches, value for value as the reference processor makes them: decoded to upright RGB on
 * white, resized within the checkpoint's bounds, normalised, and cut so that the patches that become one token
 * follow each other. Thread-safe.
 */
public final class ImageProcessor {
    private final ImageProcessorConfig config;
    private final float[][] values;

    public ImageProcessor(ImageProcessorConfig config) {
        this.config = config;
        this.values = valuesBySample(config);
    }

    /** @return empty when the checkpoint has no image processor */
    public static Optional<ImageProcessor> of(Path folder) {
        return ImageProcessorConfig.read(folder).map(ImageProcessor::new);
    }

    public ImageProcessorConfig config() {
        return config;
    }

    /**
     * @param encoded a PNG or JPEG file
     * @throws ImageUnsupportedException when it cannot be decoded, is too large, or has a shape the model cannot take
     */
    public PixelPatches process(byte[] encoded) {
        RgbImage image = ImageDecoder.decode(encoded);
        SmartSize size = size(image.width(), image.height());
        return patches(BicubicResize.resize(image, size.width(), size.height()));
    }

    /**
     * The grid that {@link #process} will make, from the file's head alone and without values.
     *
     * @throws ImageUnsupportedException as {@link #process}, as far as the head tells
     */
    public PixelPatches outline(byte[] encoded) {
        int[] sides = ImageDecoder.size(encoded);
        SmartSize size = size(sides[0], sides[1]);
        return new PixelPatches(new float[0], 1, size.height() / config.patchSize(), size.width() / config.patchSize());
    }

    /** Placeholder tokens that stand for these patches. */
    public int tokens(PixelPatches patches) {
        return patches.patches() / (config.mergeSize() * config.mergeSize());
    }

    /** Placeholder tokens for an image of this size, without looking at it. */
    public int tokensFor(int width, int height) {
        SmartSize size = size(width, height);
        return size.width() / config.factor() * (size.height() / config.factor());
    }

    private SmartSize size(int width, int height) {
        if (config.resize()) {
            return SmartSize.of(width, height, config);
        }
        if (width % config.factor() != 0 || height % config.factor() != 0) {
            throw new ImageUnsupportedException(ModelImageErrors.PICTURE_DOES_NOT_FIT,
                    "a picture of " + width + " x " + height + " is not a multiple of " + config.factor()
                            + " pixels, and this checkpoint does not resize. Resize it first.");
        }
        return new SmartSize(width, height);
    }

    private PixelPatches patches(RgbImage image) {
        int side = config.patchSize();
        int merge = config.mergeSize();
        int frames = config.temporalPatchSize();
        int high = image.height() / side;
        int wide = image.width() / side;
        long length = (long) high * wide * 3 * frames * side * side;
        if (length > Integer.MAX_VALUE - 8) {
            throw new ImageUnsupportedException(ModelImageErrors.PICTURE_TOO_LARGE,
                    "a picture of " + image.width() + " x " + image.height() + " makes " + length
                            + " values, more than one array holds. Lower the checkpoint's max_pixels.");
        }
        float[] out = new float[(int) length];
        int at = 0;
        for (int blockY = 0; blockY < high; blockY += merge) {
            for (int blockX = 0; blockX < wide; blockX += merge) {
                for (int patch = 0; patch < merge * merge; patch++) {
                    int top = (blockY + patch / merge) * side;
                    int left = (blockX + patch % merge) * side;
                    at = patch(image, top, left, side, frames, out, at);
                }
            }
        }
        return new PixelPatches(out, 1, high, wide);
    }

    /** Channel by channel, each frame of a still image the same. */
    private int patch(RgbImage image, int top, int left, int side, int frames, float[] out, int start) {
        int at = start;
        byte[] samples = image.samples();
        for (int channel = 0; channel < 3; channel++) {
            float[] value = values[channel];
            int first = at;
            for (int y = 0; y < side; y++) {
                int from = 3 * ((top + y) * image.width() + left) + channel;
                for (int x = 0; x < side; x++) {
                    out[at++] = value[samples[from + 3 * x] & 0xFF];
                }
            }
            for (int frame = 1; frame < frames; frame++) {
                System.arraycopy(out, first, out, at, side * side);
                at += side * side;
            }
        }
        return at;
    }

    /** What each of the 256 samples becomes, by channel, with the reference's order of operations and precision. */
    private static float[][] valuesBySample(ImageProcessorConfig config) {
        float[][] values = new float[3][256];
        for (int channel = 0; channel < 3; channel++) {
            for (int sample = 0; sample < 256; sample++) {
                values[channel][sample] = value(config, channel, sample);
            }
        }
        return values;
    }

    /** The reference scales mean and deviation up instead of the samples down. */
    private static float value(ImageProcessorConfig config, int channel, int sample) {
        if (config.normalise().isEmpty()) {
            return config.rescale().map(factor -> sample * (float) (double) factor).orElse((float) sample);
        }
        ImageProcessorConfig.Normalisation by = config.normalise().get();
        float up = config.rescale().map(factor -> (float) (1 / factor)).orElse(1f);
        return (sample - (float) by.mean()[channel] * up) / ((float) by.deviation()[channel] * up);
    }
}
