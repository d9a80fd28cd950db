package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes lines with placed words from what the recogniser read. */
final class PlacedLines {
    private PlacedLines() {}

    static TextLine line(TextRecognizer.Read read, Quad quad) {
        List<String> characters = Misreadings.corrected(read.characters());
        Set<Integer> cuts = Spacing.missing(characters, read.gaps());
        List<TextWord> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= characters.size(); i++) {
            boolean blank = i == characters.size() || characters.get(i).isBlank();
            if (start >= 0 && (blank || cuts.contains(i))) {
                words.add(word(read, characters, start, i, quad));
                start = -1;
            }
            if (start < 0 && !blank) {
                start = i;
            }
        }
        String text = String.join(" ", words.stream().map(TextWord::text).toList());
        return new TextLine(text, read.confidence(), quad, words);
    }

    private static TextWord word(TextRecognizer.Read read, List<String> characters, int from, int to, Quad quad) {
        double[] at = read.at();
        double pitch = at.length < 2 ? 1 : (at[at.length - 1] - at[0]) / (at.length - 1);
        double begin = from == 0 ? 0 : Math.max(0, at[from] - pitch / 2);
        double end = to == at.length ? 1 : Math.min(1, at[to - 1] + pitch / 2);
        double confidence = 0;
        for (int i = from; i < to; i++) {
            confidence += read.probabilities()[i] / (to - from);
        }
        return new TextWord(String.join("", characters.subList(from, to)), confidence, quad.part(begin, Math.max(begin, end)));
    }
}
