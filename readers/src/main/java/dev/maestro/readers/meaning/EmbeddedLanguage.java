package dev.maestro.readers.meaning;

import dev.maestro.routing.Language;

/** English, by the small sentence model that comes with the program. Loads words and model when first asked for them. Thread-safe. */
public final class EmbeddedLanguage implements Language {
    @Override
    public int rank(String word) {
        return EnglishVocabulary.rank(word);
    }

    @Override
    public boolean understands() {
        return true;
    }

    @Override
    public float[] embed(String text) {
        return SentenceEmbeddings.shared().embed(text);
    }
}
