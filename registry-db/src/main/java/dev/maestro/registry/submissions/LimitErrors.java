package dev.maestro.registry.submissions;

import dev.maestro.core.errors.ErrorCode;

/** Codes of limits of a tenant or a key that a query would pass. */
public enum LimitErrors implements ErrorCode {
    RATE_EXCEEDED("The tenant or the key asks more often than it may within a minute. Wait as long as the message says."),
    TOO_MANY_RUNNING("The tenant or the key has as many queries running and waiting as it may. Wait until one of them ends."),
    TENANT_BUDGET_SPENT(
            "What the tenant may spend in a day or a month is spent or held by running queries. Wait until it renews, or have it raised."),
    KEY_BUDGET_SPENT(
            "What the key may spend in a day or a month is spent or held by running queries. Wait until it renews, or have it raised.");

    private final String meaning;

    LimitErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
