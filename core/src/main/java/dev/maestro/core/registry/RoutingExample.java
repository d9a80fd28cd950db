package dev.maestro.core.registry;

/**
 * A row of {@code routing_examples}: a question, or a short description of such questions, that belongs to one
 * leaf of a router. What is meant like it goes there, whatever its words.
 *
 * @param profile {@code default} or {@code reference}
 * @param router  the Level-1 skill that routes
 * @param leaf    the skill it is an example for
 * @param example one or two sentences, at most 300 characters; each belongs to one leaf only
 */
public record RoutingExample(Profile profile, String router, String leaf, String example) {}
