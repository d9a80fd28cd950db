package dev.maestro.routing;

import dev.maestro.core.errors.MaestroException;
import java.util.ServiceLoader;

/**
 * What is known of the language that questions are asked in, beyond the registry's rows. Implementations are
 * thread-safe and may load what they need at the first call.
 */
public interface Language {
    /** Knows every word and no meaning: texts are read to the letter. */
    Language NONE = new Language() {
        @Override
        public int rank(String word) {
            return 0;
        }

        @Override
        public boolean understands() {
            return false;
        }

        @Override
        public float[] embed(String text) {
            throw new MaestroException(RoutingErrors.MEANING_UNAVAILABLE, "no language model was given to the rules");
        }
    };

    /** The language on the class path, which module {@code readers} brings along; {@link #NONE} without it. */
    static Language find() {
        return ServiceLoader.load(Language.class, Language.class.getClassLoader()).findFirst().orElse(NONE);
    }

    /** A word nobody knows. */
    int UNKNOWN = -1;

    /**
     * How common a word is: 0 the most common, rising to some ten thousands; {@link #UNKNOWN} for what is no word.
     *
     * @param word lower-case letters
     */
    int rank(String word);

    /** Whether texts can be embedded at all; constant, and answered without loading anything. */
    boolean understands();

    /**
     * What a text means, as a vector of length 1: the nearer two texts in meaning, the larger the product.
     * Milliseconds; the first call may take seconds.
     *
     * @throws MaestroException {@code MEANING_UNAVAILABLE} when the model cannot be had
     */
    float[] embed(String text);
}
