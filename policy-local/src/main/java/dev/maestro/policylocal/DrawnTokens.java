package dev.maestro.policylocal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.policylocal.grammar.ActionLanguage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision as it was drawn, token by token: the record that a policy is trained from. Nothing of it is ever tokenised again.
 *
 * @param prompt      ids that were read, placeholders of images included
 * @param temperature at which was drawn, above 0
 * @param tokens      in order; one that ended the turn and is no part of the text comes last
 */
public record DrawnTokens(int[] prompt, double temperature, List<Drawn> tokens) {
    public DrawnTokens {
        prompt = prompt.clone();
        tokens = List.copyOf(tokens);
    }

    /** What a token decides. */
    public enum Part {
        /** Whether a call or the answer follows. */
        GO_ON,
        EXPERT, SKILL, INPUT, ANSWER,
        /** Thoughts, and whatever else stands before the action. */
        THOUGHT
    }

    /**
     * @param allowed        ids it was drawn among, ascending; empty: all
     * @param logProbability natural logarithm of its probability among those, at the temperature
     */
    public record Drawn(int id, int[] allowed, double logProbability, Part part) {
        public Drawn {
            allowed = allowed.clone();
        }

        /** A copy. */
        @Override
        public int[] allowed() {
            return allowed.clone();
        }

        /** Whether there was nothing to choose. */
        public boolean forced() {
            return allowed.length == 1;
        }
    }

    /** A copy. */
    @Override
    public int[] prompt() {
        return prompt.clone();
    }

    static DrawnTokens of(int[] prompt, double temperature, Finished finished, Optional<ActionLanguage> language, Vocabulary vocabulary) {
        List<Token> all = new ArrayList<>(finished.tokens());
        finished.stopToken().ifPresent(all::add);
        List<Drawn> drawn = new ArrayList<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Token token : all) {
            // Latin-1 keeps places in bytes, and tags are plain.
            String before = text.toString(StandardCharsets.ISO_8859_1);
            text.writeBytes(token.id() < vocabulary.size() ? vocabulary.bytes(token.id()) : new byte[0]);
            int[] allowed = language.filter(_ -> token.state() >= 0).map(l -> l.mask(token.state()).ids()).orElse(new int[0]);
            drawn.add(new Drawn(token.id(), allowed, token.drawn(), part(before, text.toString(StandardCharsets.ISO_8859_1))));
        }
        return new DrawnTokens(prompt, temperature, drawn);
    }

    /** By what was written before, and with, the token. */
    static Part part(String before, String after) {
        int call = before.lastIndexOf("<search>");
        int answer = before.lastIndexOf("<answer>");
        if (call > answer) {
            String named = before.substring(call);
            return named.indexOf("@@") < 0 ? Part.EXPERT : named.indexOf(':') < 0 ? Part.SKILL : Part.INPUT;
        }
        if (answer >= 0) {
            return Part.ANSWER;
        }
        return opens(after) && !opens(before) ? Part.GO_ON : Part.THOUGHT;
    }

    private static boolean opens(String text) {
        return text.contains("<s") || text.contains("<a");
    }

    /** Sets that many tokens share are written once. */
    String json() {
        ObjectNode said = Json.MAPPER.createObjectNode();
        said.set("prompt", ids(prompt));
        said.put("temperature", temperature);
        ArrayNode sets = said.putArray("allowed");
        ArrayNode rows = said.putArray("tokens");
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (Drawn token : tokens) {
            int set = token.allowed.length == 0 ? -1 : known.computeIfAbsent(Arrays.stream(token.allowed).boxed().toList(), _ -> {
                sets.add(ids(token.allowed));
                return sets.size() - 1;
            });
            rows.addObject().put("id", token.id()).put("in", set).put("log", token.logProbability()).put("part", token.part().name());
        }
        return said.toString();
    }

    /** What {@link #json} wrote. */
    public static DrawnTokens read(String json) {
        JsonNode said = Json.tree(json);
        List<int[]> sets = new ArrayList<>();
        said.path("allowed").forEach(set -> sets.add(ids(set)));
        List<Drawn> drawn = new ArrayList<>();
        for (JsonNode row : said.path("tokens")) {
            int set = row.path("in").asInt();
            drawn.add(new Drawn(row.path("id").asInt(), set < 0 ? new int[0] : sets.get(set), row.path("log").asDouble(),
                    Part.valueOf(row.path("part").asText())));
        }
        return new DrawnTokens(ids(said.path("prompt")), said.path("temperature").asDouble(), drawn);
    }

    private static ArrayNode ids(int[] ids) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (int id : ids) {
            all.add(id);
        }
        return all;
    }

    private static int[] ids(JsonNode said) {
        int[] ids = new int[said.size()];
        Arrays.setAll(ids, i -> said.get(i).asInt());
        return ids;
    }
}
