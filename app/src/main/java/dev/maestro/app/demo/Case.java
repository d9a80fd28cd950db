package dev.maestro.app.demo;

import dev.maestro.experts.pictures.Drawn;
import java.text.Normalizer;
import java.util.Locale;

/** A drawn picture and whether an answer about it is right. */
record Case(Drawn drawn) {
    /** Right is what says the same as an accepted answer, whatever the case, spaces and punctuation. */
    boolean right(String answer) {
        String said = plain(answer);
        return drawn.accepted().stream().map(Case::plain).anyMatch(said::equals);
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)
                .replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("[^\\p{L}\\p{N}.%$€£+-]+", "")
                .replaceAll("\\.(?!\\d)", "")
                .strip();
    }
}
