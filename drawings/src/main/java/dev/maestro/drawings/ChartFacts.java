package dev.maestro.drawings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a drawn chart says, with questions about it in varied wording.
 *
 * @param series   names of the series, one of them empty when there is only one
 * @param values   [series][category]
 * @param decimals places of the printed values
 * @param printed  values are printed in the chart, so that they may be asked for
 */
record ChartFacts(List<String> categories, List<String> series, double[][] values, int decimals, String unit, boolean printed,
        boolean years) {
    record Asked(String question, List<String> accepted) {}

    Asked ask(SeededChoice chance) {
        List<Asked> all = new ArrayList<>();
        int s = chance.between(0, series.size() - 1);
        double[] row = values[s];
        String of = series.size() > 1 ? chance.of(List.of(" for ", " among ")) + series.get(s) : "";
        List<Integer> order = IntStream.range(0, row.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -row[i])).toList();
        String thing = years ? "year" : "category";
        all.add(one(chance
                .of(List.of("Which " + thing + " has the highest value" + of + "?", "What " + thing + " had the largest value" + of + "?",
                        "In which " + thing + " was the value the greatest" + of + "?")),
                categories.get(order.getFirst())));
        all.add(one(
                chance.of(List.of("Which " + thing + " has the lowest value" + of + "?",
                        "What " + thing + " had the smallest value" + of + "?")),
                categories.get(order.getLast())));
        if (!years) {
            all.add(one(chance.of(List.of("Which category has the second highest value" + of + "?", "What ranked second" + of + "?")),
                    categories.get(order.get(1))));
            all.add(one("Which category is the third largest" + of + "?", categories.get(order.get(2))));
        }
        List<Integer> two = chance.some(IntStream.range(0, row.length).boxed().toList(), 2);
        String a = categories.get(two.get(0));
        String b = categories.get(two.get(1));
        double va = row[two.get(0)];
        double vb = row[two.get(1)];
        all.add(one(chance
                .of(List.of("Is the value of " + a + " greater than that of " + b + of + "?", "Was " + a + " higher than " + b + of + "?")),
                va > vb ? "Yes" : "No"));
        if (years) {
            String first = categories.getFirst();
            String last = categories.getLast();
            all.add(one("Did the value increase or decrease between " + first + " and " + last + of + "?",
                    row[row.length - 1] > row[0] ? "increase" : "decrease"));
        } else if (series.size() == 1) {
            all.add(one(chance.of(List.of("How many categories are shown in the chart?", "How many categories are there in the chart?")),
                    Integer.toString(categories.size())));
        }
        if (series.size() > 1) {
            int c = two.getFirst();
            int best = IntStream.range(0, values.length).boxed().max(Comparator.comparingDouble(i -> values[i][c])).orElseThrow();
            all.add(one("Which group had the highest value in " + categories.get(c) + "?", series.get(best)));
        }
        if (printed) {
            all.add(number(chance.of(List.of("What is the value of " + a + of + "?", "What was the value for " + a + of + "?",
                    "How much is " + a + of + "?")), va));
            all.add(number("What is the difference between " + a + " and " + b + of + "?", Math.abs(va - vb)));
            all.add(number("What is the sum of " + a + " and " + b + of + "?", va + vb));
            all.add(number("What is the highest value" + of + "?", row[order.getFirst()]));
        }
        return chance.of(all);
    }

    private static Asked one(String question, String answer) {
        return new Asked(question, List.of(answer));
    }

    /** The same number as printed, without separators, and without its unit. */
    private Asked number(String question, double value) {
        String grouped = ChartPaper.number(value, decimals, "");
        String plain = String.format(Locale.ROOT, "%." + decimals + "f", value);
        String shortest = new java.math.BigDecimal(plain).stripTrailingZeros().toPlainString();
        List<String> accepted = new ArrayList<>();
        for (String text : List.of(grouped, plain, shortest)) {
            for (String t : List.of(text + unit, text)) {
                if (!accepted.contains(t)) {
                    accepted.add(t);
                }
            }
        }
        return new Asked(question, accepted);
    }
}
