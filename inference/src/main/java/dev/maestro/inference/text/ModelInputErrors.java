package dev.maestro.inference.text;

import dev.maestro.core.errors.ErrorCode;

/** What a model cannot be given as a prompt. */
public enum ModelInputErrors implements ErrorCode {
    PROMPT_EMPTY("There is no token to go on from. Give a prompt, or a conversation for which the template writes something."),
    TOKEN_UNKNOWN("A token of the prompt is none of the vocabulary. Give token ids of this checkpoint."),
    IMAGES_UNSUPPORTED(
            "The model cannot be given images: it does not see, or the checkpoint lacks what prepares them. Leave the images out, or use a model that sees."),
    IMAGES_MISSING("Something needs more images than it was given. Send the images that the message asks for."),
    PLACEHOLDERS_MISMATCH("Images and their places in the prompt do not match. Give one image for each place."),
    PLACEHOLDERS_TOO_FEW("An image has fewer placeholders in the prompt than it has features. Write as many as the message says."),
    PLACEHOLDERS_MISSING("There are more images than places for them in the prompt. Write placeholders for every image.");

    private final String meaning;

    ModelInputErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
