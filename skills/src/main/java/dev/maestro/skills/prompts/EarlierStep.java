package dev.maestro.skills.prompts;

/**
 * A call of the same plan's run that ended well, for the prompts that come after it.
 *
 * @param call  the call's id, e.g. {@code ocr.2}
 * @param text  its text, untrusted
 * @param value its short value
 * @param json  its structured result; empty or {@code {}} for none
 */
public record EarlierStep(String call, String text, String value, String json) {
    public EarlierStep(String call, String text, String value) {
        this(call, text, value, "");
    }
}
