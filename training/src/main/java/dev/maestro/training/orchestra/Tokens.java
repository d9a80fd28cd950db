package dev.maestro.training.orchestra;

import dev.maestro.inference.text.Tokenizer;
import dev.maestro.orchestra.text.ActionText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts of the benchmark as ids, by the tokenizer of its checkpoints. For one thread. */
final class Tokens implements AutoCloseable {
    /** Prompts are all different, pieces of turns are few. */
    private static final int KEPT = 20_000;

    private final Tokenizer tokenizer;
    private final Map<String, int[]> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
            return size() > KEPT;
        }
    };

    private Tokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @param folder of a checkpoint, with a tokenizer.json */
    static Tokens of(Path folder) {
        return new Tokens(Tokenizer.of(folder));
    }

    int[] encode(String text) {
        return text.isEmpty() ? new int[0] : known.computeIfAbsent(text, tokenizer::encode).clone();
    }

    /** By which alternatives of a decision are told apart. */
    int first(String text) {
        return encode(text)[0];
    }

    /** The mark of the first turn, behind the prompt. */
    int[] turn() {
        return encode(ActionText.TURN);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
