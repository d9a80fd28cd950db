package dev.maestro.orchestra.play;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.orchestra.world.OrchestraErrors;
import java.util.List;

/** Policies that need no model, by name. They need whole panels: all four skills. */
public final class Baselines {
    public static final String RANDOM = "random";
    public static final String BEST_SINGLE = "best-single";
    public static final String RULES = "rules";
    public static final String STRONG_RULES = "strong-rules";
    public static final String ORACLE = "oracle";
    public static final List<String> NAMES = List.of(RULES, STRONG_RULES, RANDOM, BEST_SINGLE, ORACLE);

    private Baselines() {}

    /**
     * @param seed of the random one
     * @throws MaestroException {@code BASELINE_UNKNOWN}
     */
    public static OrchestraPolicy of(String name, long seed) {
        return switch (name) {
            case RANDOM -> new RandomBaseline(seed);
            case BEST_SINGLE -> new BestSingleBaseline();
            case RULES -> new RulesBaseline();
            case STRONG_RULES -> new StrongRulesBaseline();
            case ORACLE -> new OracleBaseline();
            default -> throw new MaestroException(OrchestraErrors.BASELINE_UNKNOWN,
                    "there is no baseline \"" + name + "\"." + NearestNames.sentence(name, NAMES));
        };
    }
}
