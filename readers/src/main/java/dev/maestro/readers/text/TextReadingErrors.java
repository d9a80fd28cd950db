package dev.maestro.readers.text;

import dev.maestro.core.errors.ErrorCode;

/** What the text reader cannot do, and what keeps it from reading. */
public enum TextReadingErrors implements ErrorCode {
    TEXT_NO_PICTURE("The text reader was given no picture. Send one."),
    TEXT_FORMULA("The text reader knows no two-dimensional formulas. Ask a vision-language model."),
    TEXT_TASK("The text reader has no such task. Ask it for ocr, answer or classify."),
    TEXT_NONE("No text was found in the pictures. Ask an expert that sees more than text."),
    TEXT_NO_ANSWER("Text was found, and none of it answers the question. Ask an expert that understands pictures."),
    TEXT_THREADS("The number of threads of the text reader is outside its range. Give one in the range that the message names."),
    TEXT_MODEL_MISSING("A model of the text reader is not on the class path. Run the program as it was built."),
    TEXT_MODEL_FAILED(
            "A model of the text reader cannot be opened or did not run. The message has the words of the ONNX runtime.");

    private final String meaning;

    TextReadingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
