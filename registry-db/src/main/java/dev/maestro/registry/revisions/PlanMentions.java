package dev.maestro.registry.revisions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plan mentions that other rows must have, found by walking its JSON, without knowing what the
 * steps mean.
 *
 * <p>What a plan is in a profile of its own ({@code profiles}) is left out: its prompts need not be in the default profile.
 *
 * @param steps              number of its steps, those of repeats not counted
 * @param prompts            names under {@code prompt} and {@code system}
 * @param neededCapabilities capabilities of steps that are not optional
 */
record PlanMentions(int steps, Set<String> prompts, Set<String> neededCapabilities) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

    static PlanMentions of(String json) {
        JsonNode plan = Json.tree(json);
        Set<String> prompts = new LinkedHashSet<>();
        Set<String> capabilities = new LinkedHashSet<>();
        walk(plan, prompts, capabilities);
        return new PlanMentions(plan.path("steps").size(), prompts, capabilities);
    }

    private static void walk(JsonNode node, Set<String> prompts, Set<String> capabilities) {
        add(node.path("prompt"), prompts);
        add(node.path("system"), prompts);
        if (!node.path("optional").asBoolean(false)) {
            add(node.path("capability"), capabilities);
        }
        if (node.isObject()) {
            node.properties().stream().filter(field -> !field.getKey().equals("profiles"))
                    .forEach(field -> walk(field.getValue(), prompts, capabilities));
        } else {
            node.forEach(child -> walk(child, prompts, capabilities));
        }
    }

    private static void add(JsonNode value, Set<String> names) {
        if (value.isTextual() && !value.asText().isEmpty()) {
            names.add(value.asText());
        }
    }

    /** {@code chart.{type}.rules} as a pattern that any type fits. */
    static String placeholdersToPattern(String name) {
        StringBuilder pattern = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(name);
        int from = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(name.substring(from, placeholder.start()))).append(".+");
            from = placeholder.end();
        }
        return pattern.append(Pattern.quote(name.substring(from))).toString();
    }
}
