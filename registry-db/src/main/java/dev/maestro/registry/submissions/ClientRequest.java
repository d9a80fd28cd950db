package dev.maestro.registry.submissions;

import java.util.Optional;

/**
 * What a client asked in OpenAI's manner, in its own words.
 *
 * @param model    as asked
 * @param question without what was said before
 * @param body     JSON, with hashes in place of images
 * @param previous id of the query whose question and answer were said before
 * @param userHash of the client's name for its user
 */
public record ClientRequest(String model, String question, String body, Optional<String> previous, Optional<String> userHash) {}
