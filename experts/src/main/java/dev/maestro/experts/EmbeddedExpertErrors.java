package dev.maestro.experts;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.registry.Expert;

/** Why experts that should run in this process do not. */
public enum EmbeddedExpertErrors implements ErrorCode {
    EMBEDDED_EXPERTS_MISSING(
            "The expert should run in the worker, and the worker was started without such programs. Start it with all jars, without MAESTRO_SLIM, or ask a model server.");

    private final String meaning;

    EmbeddedExpertErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    /** Of a process that has no embedded expert at all; with the code, for messages that may have another one before it. */
    public static String none(Expert expert) {
        return EMBEDDED_EXPERTS_MISSING + ": expert \"" + expert.name()
                + "\" should run in the worker, and this one was started without maestro-readers."
                + " Start it with all jars, without MAESTRO_SLIM, or ask a model server.";
    }
}
