package dev.maestro.routing.meaning;

import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.Language;
import dev.maestro.routing.terms.AskedText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells by a router's examples which leaf a text means: kernel ridge regression over the examples' embeddings,
 * one output per leaf. Each example speaks for its leaf and against the others, the more the nearer the text is
 * to it in meaning; how loudly follows from the examples alone, so that crowds of alike examples do not drown a
 * few. Nothing is learned elsewhere: the rows are all there is. Immutable and thread-safe.
 */
public final class ExampleSimilarity {
    /** More rows would make a revision slow to serve: the fit's cost rises with the cube (two seconds for these). */
    public static final int MAX_EXAMPLES = 1_500;

    // Both are the best on the tuning half of our sentences, and within a point over a factor of three.
    /** How fast an example's say falls with distance: {@code exp(3 (cosine - 1))}. */
    private static final double NARROWNESS = 3;
    /** How little a single example is believed against its neighbours. */
    private static final double DOUBT = 0.1;

    /** What is asked stands at the beginning; models read no more, and caches should not keep it. */
    private static final int LONGEST = 600;

    private final Language language;
    private final String[] leaves;
    private final List<RoutingExample> examples;
    private final int[] leafOf;
    private final float[][] vectors;
    /** By example and leaf: how much the example says for it. */
    private final double[][] says;

    /**
     * @param likeness 1 about for a text the leaf's examples know, 0 for one that is like nothing
     * @param nearest  the leaf's example that means the most alike
     */
    public record Leaf(String leaf, double likeness, String nearest) {}

    /**
     * @param examples at least one, those of one router and profile
     * @throws IllegalStateException when the language model cannot be had
     */
    ExampleSimilarity(List<RoutingExample> examples, Language language) {
        this.language = language;
        this.examples = List.copyOf(examples);
        this.leaves = new TreeSet<>(examples.stream().map(RoutingExample::leaf).toList()).toArray(String[]::new);
        this.leafOf = examples.stream().mapToInt(e -> Arrays.binarySearch(leaves, e.leaf())).toArray();
        this.vectors = examples.stream().map(e -> language.embed(meant(e.example()))).toArray(float[][]::new);
        this.says = fit();
    }

    /** Of a text in the form that {@link NormalForms#text} gives: what is asked, without how to answer. */
    public static String meant(String text) {
        String asked = AskedText.of(NormalForms.text(text)).question();
        return asked.length() > LONGEST ? asked.substring(0, LONGEST) : asked;
    }

    private double[][] fit() {
        int n = vectors.length;
        double[] sizes = new double[leaves.length];
        for (int leaf : leafOf) {
            sizes[leaf]++;
        }
        double[][] kernel = new double[n][n];
        double[][] wanted = new double[n][leaves.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                kernel[i][j] = kernel(vectors[i], vectors[j]);
            }
            // A leaf with few examples is believed as much as one with many.
            kernel[i][i] += DOUBT * sizes[leafOf[i]] * leaves.length / n;
            Arrays.fill(wanted[i], -1.0 / leaves.length);
            wanted[i][leafOf[i]] += 1;
        }
        Cholesky.solve(kernel, wanted);
        return wanted;
    }

    private static double kernel(float[] a, float[] b) {
        return Math.exp(NARROWNESS * (dot(a, b) - 1));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * How much a text is like each leaf, in the order of names.
     *
     * @throws IllegalStateException when the language model cannot be had
     */
    Map<String, Leaf> of(String text) {
        float[] vector = language.embed(meant(text));
        double[] likeness = new double[leaves.length];
        Arrays.fill(likeness, 0);
        int[] nearest = new int[leaves.length];
        Arrays.fill(nearest, -1);
        double[] nearness = new double[leaves.length];
        for (int i = 0; i < vectors.length; i++) {
            double k = kernel(vector, vectors[i]);
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                likeness[leaf] += k * says[i][leaf];
            }
            if (nearest[leafOf[i]] < 0 || k > nearness[leafOf[i]]) {
                nearest[leafOf[i]] = i;
                nearness[leafOf[i]] = k;
            }
        }
        Map<String, Leaf> found = new LinkedHashMap<>();
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            found.put(leaves[leaf], new Leaf(leaves[leaf], likeness[leaf], examples.get(nearest[leaf]).example()));
        }
        return found;
    }
}
