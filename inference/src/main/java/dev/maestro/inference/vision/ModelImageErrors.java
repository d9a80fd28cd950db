package dev.maestro.inference.vision;

import dev.maestro.core.errors.ErrorCode;

/** Images that a model cannot be given. */
public enum ModelImageErrors implements ErrorCode {
    PICTURE_MISSING(
            "The file of a picture does not exist or cannot be read. Check its path; relative ones begin at the folder that the message names."),
    PICTURE_INVALID("A picture of a case is not given as a path or as base64 data. Give the path of a file."),
    PICTURE_FORMAT_UNKNOWN("A picture is of none of the formats that can be read. Convert it to one that the message names."),
    PICTURE_UNREADABLE("The file of a picture is damaged, or of a kind that cannot be read. Save it anew with an image program."),
    PICTURE_TOO_LARGE("A picture has more bytes or pixels than are read. Make it smaller."),
    PICTURE_TOO_LONG("One side of a picture is so much longer than the other that no model can look at it. Cut out the part that matters."),
    PICTURE_DOES_NOT_FIT("A picture does not have a size that the model takes, and the checkpoint does not resize. Resize it first.");

    private final String meaning;

    ModelImageErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
