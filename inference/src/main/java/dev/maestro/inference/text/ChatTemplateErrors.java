package dev.maestro.inference.text;

import dev.maestro.core.errors.ErrorCode;

/** Chat templates that cannot be used, and conversations that they refuse. */
public enum ChatTemplateErrors implements ErrorCode {
    CHAT_TEMPLATE_MISSING(
            "The checkpoint has no chat template, so it takes no conversations. Copy the template from where the checkpoint was published."),
    CHAT_TEMPLATE_UNREADABLE("The file of the chat template is damaged. Fetch it again."),
    CHAT_TEMPLATE_UNSUPPORTED(
            "The chat template uses something that this program does not evaluate. Use a checkpoint with another template."),
    CHAT_TEMPLATE_REFUSED(
            "The chat template of the checkpoint does not take this conversation. Write its messages as the template wants them.");

    private final String meaning;

    ChatTemplateErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
