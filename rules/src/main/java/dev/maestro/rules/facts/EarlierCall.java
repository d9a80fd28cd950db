package dev.maestro.rules.facts;

/**
 * A fact of {@code admit}, one for each earlier turn of the query that made a call: {@code expert@@skill:input}, with
 * canonical names.
 */
public record EarlierCall(String canonical) {}
