package dev.maestro.activities.code;

import dev.maestro.activities.sandbox.Python.Syntax;
import java.util.ArrayList;
import java.util.List;

/**
 * A test that was read from a text, and how far it can be trusted.
 *
 * @param test      the assertion as it was written
 * @param canonical the same for assertions that differ in form alone
 * @param telling   what is run: the assertion, saying what came instead where it can
 * @param from      whose readings agree on it: step ids, or {@link #QUESTION}
 * @param state     {@code open}, {@code confirmed} by a second look, or {@code dropped}
 */
record ReadTest(String test, String canonical, String telling, List<String> from, String state) {
    static final String QUESTION = "question";

    ReadTest {
        from = List.copyOf(from);
    }

    /** What the question states is certain; of readings of an image, two that agree are better than one. */
    int weight() {
        return from.contains(QUESTION) ? 4 : Math.min(from.size(), 3);
    }

    boolean counts() {
        return !state.equals("dropped");
    }

    /** Read from the image, and never looked at again: it may be the test that is wrong. */
    boolean canBeDoubted() {
        return state.equals("open") && !from.contains(QUESTION);
    }

    /** What is called: tests of the same call that expect different things contradict each other. */
    String subject() {
        int equals = canonical.indexOf(" == ");
        return equals < 0 ? canonical : canonical.substring(0, equals);
    }

    ReadTest as(String newState) {
        return new ReadTest(test, canonical, telling, from, newState);
    }

    ReadTest alsoFrom(String source) {
        List<String> sources = new ArrayList<>(from);
        if (!sources.contains(source)) {
            sources.add(source);
        }
        return new ReadTest(test, canonical, telling, sources, state);
    }

    static void add(List<ReadTest> known, String test, Syntax syntax, String source) {
        String canonical = syntax.canonical().isEmpty() ? test : syntax.canonical();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).canonical().equals(canonical)) {
                known.set(i, known.get(i).alsoFrom(source));
                return;
            }
        }
        known.add(new ReadTest(test, canonical, syntax.telling().isEmpty() ? test : syntax.telling(), List.of(source), "open"));
    }
}
