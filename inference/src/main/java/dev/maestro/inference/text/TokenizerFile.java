package dev.maestro.inference.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The vocabulary in a {@code tokenizer.json}: what the native library does not tell. */
final class TokenizerFile {
    /** More ids than any published vocabulary by an order of magnitude; guards the table against a damaged file. */
    private static final int MOST_TOKENS = 4_000_000;

    static final byte[] NOTHING = {};

    private final Map<String, Integer> ids;
    private final byte[][] bytes;
    private final BitSet special;

    private TokenizerFile(Map<String, Integer> ids, byte[][] bytes, BitSet special) {
        this.ids = ids;
        this.bytes = bytes;
        this.special = special;
    }

    static TokenizerFile read(Path path) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(path.toFile());
        } catch (IOException e) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_UNREADABLE,
                    path + " is not JSON: " + e.getMessage() + ". Fetch the file again.", e);
        }
        String model = root.path("model").path("type").asText("BPE");
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!model.equals("BPE") || !vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_UNSUPPORTED,
                    path + " holds a model of type " + model + (vocabulary.isObject() ? "" : " without a vocabulary")
                            + "; byte-level BPE is supported.");
        }
        if (!byteLevel(root.path("decoder"))) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_UNSUPPORTED,
                    path + " has a decoder of type " + root.path("decoder").path("type").asText("none") + "; ByteLevel is supported.");
        }
        Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
        for (Map.Entry<String, JsonNode> field : vocabulary.properties()) {
            ids.put(field.getKey(), id(field.getKey(), field.getValue(), path));
        }
        BitSet special = new BitSet();
        for (JsonNode added : root.path("added_tokens")) {
            int id = id(added.path("content").asText(), added.path("id"), path);
            ids.put(added.path("content").asText(), id);
            special.set(id, added.path("special").asBoolean(false));
        }
        byte[][] bytes = new byte[ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1][];
        ids.forEach((token, id) -> bytes[id] = ByteAlphabet.bytes(token));
        return new TokenizerFile(ids, bytes, special);
    }

    private static boolean byteLevel(JsonNode decoder) {
        if (decoder.path("type").asText().equals("Sequence")) {
            return decoder.path("decoders").size() == 1 && byteLevel(decoder.path("decoders").get(0));
        }
        return decoder.path("type").asText().equals("ByteLevel");
    }

    private static int id(String token, JsonNode value, Path path) {
        if (!value.isInt() || value.asInt() < 0 || value.asInt() >= MOST_TOKENS) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_UNREADABLE,
                    path + " gives the token \"" + token + "\" the id " + value + "; ids go from 0 to " + (MOST_TOKENS - 1) + ".");
        }
        return value.asInt();
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    List<String> specialTokens() {
        return ids.entrySet().stream().filter(entry -> special.get(entry.getValue())).map(Map.Entry::getKey).sorted().toList();
    }

    int size() {
        return bytes.length;
    }

    byte[] bytes(int id) {
        byte[] found = id >= 0 && id < bytes.length ? bytes[id] : NOTHING;
        return found == null ? NOTHING : found;
    }

    boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }
}
