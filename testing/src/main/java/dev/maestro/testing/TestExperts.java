package dev.maestro.testing;

import dev.maestro.core.registry.Expert;
import java.util.Optional;
import java.util.Set;

/** Rows of experts for tests, each with sane defaults. */
public final class TestExperts {
    /** Two at once; 10 s to connect, 20 s to the first byte, 30 s in all: a busy machine makes no call time out. Tests of time limits set their own. */
    public static final Expert.Limits LIMITS = new Expert.Limits(4, 4_000_000, 2, 512, 10_000, 20_000, 30_000, 50);

    private static final Set<String> EVERYTHING = Set.of("answer", "classify", "ocr", "detect", "ground", "caption");

    private TestExperts() {}

    /** A model server that serves {@code fake-model}. */
    public static Expert server(String name, String endpoint) {
        return new Expert(name, Expert.Role.EXPERT, Expert.Kind.OPENAI, Optional.of(endpoint), Optional.of("fake-model"), Optional.empty(),
                Optional.empty(), EVERYTHING, "answers in tests", LIMITS, new Expert.Price(1_000_000, 2_000_000, 5), 0.2, 100, true, false,
                true);
    }

    public static Expert embedded(String name, String implementation) {
        return new Expert(name, Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(implementation),
                Optional.empty(), EVERYTHING, "answers in tests", LIMITS, Expert.Price.FREE, 0, 100, true, false, true);
    }

    public static Expert with(Expert expert, Expert.Limits limits) {
        return new Expert(expert.name(), expert.role(), expert.kind(), expert.endpoint(), expert.model(), expert.implementation(),
                expert.credential(), expert.capabilities(), expert.description(), limits, expert.price(), expert.temperature(),
                expert.preference(), expert.inPrompt(), expert.requiresApproval(), expert.enabled());
    }

    public static Expert withCredential(Expert expert, String reference) {
        return new Expert(expert.name(), expert.role(), expert.kind(), expert.endpoint(), expert.model(), expert.implementation(),
                Optional.of(reference), expert.capabilities(), expert.description(), expert.limits(), expert.price(), expert.temperature(),
                expert.preference(), expert.inPrompt(), expert.requiresApproval(), expert.enabled());
    }
}
