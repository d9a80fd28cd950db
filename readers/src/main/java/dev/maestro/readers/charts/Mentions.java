package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which categories and series a question names, in the order of the question.
 *
 * @param all without overlaps: of two readings of the same words the longer label wins
 */
record Mentions(List<Mention> all) {
    private static final Set<String> FILLER = Set.of("the", "of", "in", "and", "a", "an", "for", "to", "or", "on", "at", "by", "is", "not");

    /** @param from first word, {@code to} exclusive */
    record Mention(boolean series, int index, int from, int to, double score) {}

    static Mentions of(List<String> question, ChartModel model) {
        List<Mention> found = new ArrayList<>();
        for (int c = 0; c < model.categories().size(); c++) {
            find(question, model.categories().get(c), false, c, found);
        }
        for (int s = 0; s < model.series().size(); s++) {
            find(question, model.series().get(s).name(), true, s, found);
        }
        found.sort(Comparator.comparingDouble(Mention::score).reversed().thenComparingInt(m -> m.from() - m.to()));
        List<Mention> kept = new ArrayList<>();
        for (Mention m : found) {
            boolean taken = kept.stream().anyMatch(k -> m.from() < k.to() && k.from() < m.to());
            if (!taken) {
                kept.add(m);
            }
        }
        kept.sort(Comparator.comparingInt(Mention::from));
        return new Mentions(List.copyOf(kept));
    }

    private static void find(List<String> question, String label, boolean series, int index, List<Mention> found) {
        List<String> words = PlainWords.of(label);
        if (words.isEmpty()) {
            return;
        }
        boolean full = false;
        for (int from = 0; from + words.size() <= question.size(); from++) {
            boolean all = true;
            boolean exact = true;
            for (int i = 0; i < words.size() && all; i++) {
                all = PlainWords.alike(question.get(from + i), words.get(i));
                exact &= question.get(from + i).equals(words.get(i));
            }
            if (all) {
                full = true;
                found.add(new Mention(series, index, from, from + words.size(), 10 + words.size() + (exact ? 0.5 : 0)));
            }
        }
        if (full) {
            return;
        }
        // most of a long label: "Bank Central Asia" for "Bank Central Asia (BCA)"
        List<String> content = words.stream().filter(w -> !FILLER.contains(w) && w.length() > 1).toList();
        double whole = content.stream().mapToInt(String::length).sum();
        for (int from = 0; from < question.size() && whole > 0; from++) {
            double matched = 0;
            int to = from;
            int misses = 0;
            List<String> left = new ArrayList<>(content);
            for (int at = from; at < question.size() && misses < 2 && !left.isEmpty(); at++) {
                String q = question.get(at);
                String hit = left.stream().filter(w -> PlainWords.alike(q, w)).findFirst().orElse(null);
                if (hit != null) {
                    left.remove(hit);
                    matched += hit.length();
                    to = at + 1;
                } else if (!FILLER.contains(q)) {
                    misses++;
                }
                if (at == from && hit == null) {
                    break;
                }
            }
            double part = matched / whole;
            if (part >= 0.5 && matched >= 3) {
                found.add(new Mention(series, index, from, to, 4 * part + 0.01 * matched));
            }
        }
    }

    List<Integer> categories() {
        return all.stream().filter(m -> !m.series()).map(Mention::index).distinct().toList();
    }

    List<Integer> series() {
        return all.stream().filter(Mention::series).map(Mention::index).distinct().toList();
    }

    boolean covers(int word) {
        return all.stream().anyMatch(m -> word >= m.from() && word < m.to());
    }
}
