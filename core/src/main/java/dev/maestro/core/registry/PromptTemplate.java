package dev.maestro.core.registry;

/**
 * A row of {@code prompts}: a Mustache template. A plan names it by {@code name}; the row of the
 * query's profile is taken where there is one, else the row of profile {@code default}.
 */
public record PromptTemplate(Profile profile, String name, String template) {}
