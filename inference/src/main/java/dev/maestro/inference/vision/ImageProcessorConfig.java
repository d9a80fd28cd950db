package dev.maestro.inference.vision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a checkpoint says about its images, in {@code processor_config.json} or {@code preprocessor_config.json}.
 * What a file leaves out has the reference processor's default.
 *
 * @param patchSize         side of a patch, pixels
 * @param temporalPatchSize frames in a patch; a still image stands for each of them
 * @param mergeSize         patches on a side that become one token
 * @param minPixels         least area after resizing
 * @param maxPixels         greatest area after resizing
 * @param resize            whether the sides are made to fit; without, an image whose sides do not fit is refused
 * @param rescale           factor to samples of 0 to 255; empty leaves them
 * @param normalise         mean and deviation by channel; empty leaves the values
 */
public record ImageProcessorConfig(
        int patchSize, int temporalPatchSize, int mergeSize, long minPixels, long maxPixels, boolean resize, Optional<Double> rescale,
        Optional<Normalisation> normalise) {
    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] CLIP_STD = {0.26862954, 0.26130258, 0.27577711};
    /** The number by which the Python image library knows its bicubic filter. */
    private static final int BICUBIC = 3;

    public ImageProcessorConfig {
        if (patchSize < 1 || temporalPatchSize < 1 || mergeSize < 1 || minPixels < 1 || maxPixels < minPixels) {
            throw new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_INVALID,
                    "patch_size " + patchSize + ", temporal_patch_size " + temporalPatchSize + ", merge_size "
                            + mergeSize + " must be at least 1, and the areas must go up: least " + minPixels + ", greatest " + maxPixels
                            + " pixels.");
        }
    }

    public record Normalisation(double[] mean, double[] deviation) {
        public Normalisation {
            mean = mean.clone();
            deviation = deviation.clone();
        }
    }

    /** Sides of an image are made multiples of this. */
    public int factor() {
        return patchSize * mergeSize;
    }

    /** The same with a lower bound on what an image may cost. */
    public ImageProcessorConfig withMaxPixels(long pixels) {
        long greatest = Math.min(maxPixels, pixels);
        return new ImageProcessorConfig(patchSize, temporalPatchSize, mergeSize, Math.min(minPixels, greatest), greatest, resize, rescale,
                normalise);
    }

    /**
     * @return empty when the folder has no image processor, as a text-only model has none
     * @throws CheckpointRefusedException when the file cannot be read or asks for what is not supported
     */
    public static Optional<ImageProcessorConfig> read(Path folder) {
        Path whole = folder.resolve("processor_config.json");
        if (Files.exists(whole)) {
            JsonNode part = json(whole).path("image_processor");
            if (part.isObject()) {
                return Optional.of(of(part, whole));
            }
        }
        Path alone = folder.resolve("preprocessor_config.json");
        return Files.exists(alone) ? Optional.of(of(json(alone), alone)) : Optional.empty();
    }

    private static JsonNode json(Path file) {
        try {
            return Json.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_UNREADABLE,
                    file + " is not JSON: " + e.getMessage() + ". Fetch the file again.", e);
        }
    }

    private static ImageProcessorConfig of(JsonNode from, Path file) {
        String type = from.path("image_processor_type").asText("Qwen2VLImageProcessor");
        if (!type.startsWith("Qwen2VLImageProcessor")) {
            throw unsupported(file, "image_processor_type " + type, "Qwen2VLImageProcessor, with or without Fast");
        }
        for (String step : new String[]{"do_center_crop", "do_pad"}) {
            if (from.path(step).asBoolean(false)) {
                throw unsupported(file, step, "false");
            }
        }
        if (!from.path("do_convert_rgb").asBoolean(true)) {
            throw unsupported(file, "do_convert_rgb false", "true");
        }
        if (from.path("resample").asInt(BICUBIC) != BICUBIC) {
            throw unsupported(file, "resample " + from.path("resample"), BICUBIC + " (bicubic)");
        }
        JsonNode size = from.path("size");
        long least = from.path("min_pixels").asLong(size.path("shortest_edge").asLong(size.path("min_pixels").asLong(56 * 56)));
        long greatest = from.path("max_pixels").asLong(size.path("longest_edge").asLong(size.path("max_pixels").asLong(28 * 28 * 1280)));
        Optional<Double> rescale = from.path("do_rescale").asBoolean(true)
                ? Optional.of(from.path("rescale_factor").asDouble(1 / 255.0))
                : Optional.empty();
        Optional<Normalisation> normalise = from.path("do_normalize").asBoolean(true)
                ? Optional.of(new Normalisation(channels(from, "image_mean", CLIP_MEAN, file), channels(from, "image_std", CLIP_STD, file)))
                : Optional.empty();
        return new ImageProcessorConfig(from.path("patch_size").asInt(14), from.path("temporal_patch_size").asInt(2),
                from.path("merge_size").asInt(2), least, greatest,
                from.path("do_resize").asBoolean(true), rescale, normalise);
    }

    private static double[] channels(JsonNode from, String name, double[] otherwise, Path file) {
        JsonNode values = from.path(name);
        if (values.isMissingNode() || values.isNull()) {
            return otherwise;
        }
        if (values.isNumber()) {
            double[] same = new double[3];
            Arrays.fill(same, values.asDouble());
            return same;
        }
        if (!values.isArray() || values.size() != 3) {
            throw unsupported(file, name + " " + values, "three numbers");
        }
        return new double[]{values.get(0).asDouble(), values.get(1).asDouble(), values.get(2).asDouble()};
    }

    private static CheckpointRefusedException unsupported(Path file, String what, String supported) {
        return new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_UNSUPPORTED,
                file + " asks for " + what + "; supported: " + supported + ".");
    }
}
