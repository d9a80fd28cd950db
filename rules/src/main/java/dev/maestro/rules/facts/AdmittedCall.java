package dev.maestro.rules.facts;

/** Fact of {@code dispatch} and {@code limits}, one: no rule of {@code admit} refused the call. */
public record AdmittedCall() {}
