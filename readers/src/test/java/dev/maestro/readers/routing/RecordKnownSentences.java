package dev.maestro.readers.routing;

import dev.maestro.readers.meaning.SentenceEmbeddings;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.rules.RuleSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Computes the seeded routing examples anew: {@code RecordKnownSentences …/known-sentences.bin}. For who changes them. */
final class RecordKnownSentences {
    private RecordKnownSentences() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = RuleSets.embedded(SeededRegistry.snapshot());
        Files.write(Path.of(arguments[0]), SentenceEmbeddings.shared().record(texts));
        System.out.println(texts.size() + " sentences in " + arguments[0]);
    }
}
