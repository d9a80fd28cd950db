package dev.maestro.inference.vision;

import dev.maestro.core.errors.ErrorCode;

/** Settings of image processors that cannot be used. */
public enum ImageProcessorErrors implements ErrorCode {
    IMAGE_PROCESSOR_MISSING(
            "The model sees, and its checkpoint does not say how pictures are prepared. Copy preprocessor_config.json from where the checkpoint was published."),
    IMAGE_PROCESSOR_UNREADABLE("The file with the settings of the image processor is damaged. Fetch it again."),
    IMAGE_PROCESSOR_INVALID(
            "The settings of the image processor contradict each other or are out of range. Correct what the message names."),
    IMAGE_PROCESSOR_UNSUPPORTED(
            "The image processor is of a kind, or prepares pictures in a way, that this program does not. Use a checkpoint with a supported one."),
    IMAGE_PROCESSOR_MISMATCH("The image processor makes other patches than the model reads. Take both files from the same checkpoint.");

    private final String meaning;

    ImageProcessorErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
