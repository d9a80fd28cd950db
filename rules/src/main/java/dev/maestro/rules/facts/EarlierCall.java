package dev.maestro.rules.facts;

/** Fact of {@code admit}, one for each earlier turn of the query that called: {@code expert@@skill:input}, canonical. */
public record EarlierCall(String canonical) {}
