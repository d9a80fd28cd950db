package dev.maestro.app.cli;

import dev.maestro.core.errors.ErrorCode;

/** Queries that cannot be steered or shown. */
public enum QueryErrors implements ErrorCode {
    QUERY_UNKNOWN("There is no query of this id. Choose one of the nearest, or list them with maestro queries list."),
    QUERY_ENDED("The query does not run any more, so it cannot be steered. See how it ended with maestro queries show."),
    QUERY_REFUSED("The query cannot be steered this way just now. The message says why."),
    APPROVAL_NOT_WANTED("The query waits for no approval. See what it does with maestro queries show.");

    private final String meaning;

    QueryErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
