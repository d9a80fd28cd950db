package dev.maestro.rules.facts;

/** A fact of {@code dispatch} and {@code limits}, present once: no rule of {@code admit} refused the call. */
public record AdmittedCall() {}
