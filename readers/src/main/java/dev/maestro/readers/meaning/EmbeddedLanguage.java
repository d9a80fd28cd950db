package dev.maestro.activities;

import dev.maestro.experts.embedded.meaning.English;
import dev.maestro.experts.embedded.meaning.Meaning;
import dev.maestro.registry.terms.Language;

/** English, by the small sentence model that comes with the program. Loads words and model when first asked for them. Thread-safe. */
public final class EmbeddedLanguage implements Language {
    @Override
    public int rank(String word) {
        return English.rank(word);
    }

    @Override
    public boolean understands() {
        return true;
    }

    @Override
    public float[] embed(String text) {
        return Meaning.shared().embed(text);
    }
}
