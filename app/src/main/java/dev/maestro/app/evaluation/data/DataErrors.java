package dev.maestro.app.evaluation.data;

import dev.maestro.core.errors.ErrorCode;

/** Data sets that cannot be evaluated. */
public enum DataErrors implements ErrorCode {
    DATA_MISSING("There is no file or folder of this name. Check the path."),
    DATA_EMPTY("The folder holds no questions.jsonl and no images. Put NAME.png there, with NAME.txt beside it, or a questions.jsonl."),
    DATA_UNREADABLE("The file of the data cannot be read. Check its permissions and its format."),
    DATA_CHANGED("The data is not what the evaluation began with. Restore it, or begin a new evaluation."),
    SAMPLE_INVALID(
            "A row of the data is not a sample, and --strict was given. Correct the row, or leave out --strict to go on without it.");

    private final String meaning;

    DataErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
