package dev.maestro.routing;

import dev.maestro.core.errors.ErrorCode;

/** What keeps a question from its skill. */
public enum RoutingErrors implements ErrorCode {
    MEANING_UNAVAILABLE(
            "The language model that compares meanings is not there or cannot be loaded. Run the program as it was built; until then routing goes by words.");

    private final String meaning;

    RoutingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
