package dev.maestro.app.cli;

import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a query may use. */
final class LimitOptions {
    private static final List<String> KEYS = List.of("turns", "tokens", "micros", "timeout");

    @Option(names = "--budget", paramLabel = "KEY=VALUE", split = ",",
            description = "Sets what the query may use, e.g. turns=5, tokens=200000, micros=1000000, timeout=30m. Separate "
                    + "several by commas, or repeat the option.")
    private Map<String, String> budget = new LinkedHashMap<>();

    @Option(names = "--max-turns", paramLabel = "N", description = "Same as --budget turns=N.")
    void turns(String value) {
        budget.put("turns", value);
    }

    @Option(names = "--max-tokens", paramLabel = "N", description = "Same as --budget tokens=N.")
    void tokens(String value) {
        budget.put("tokens", value);
    }

    @Option(names = "--max-micros", paramLabel = "N", description = "Same as --budget micros=N.")
    void micros(String value) {
        budget.put("micros", value);
    }

    @Option(names = "--timeout", paramLabel = "TIME", description = "Same as --budget timeout=TIME, e.g. 90s, 30m, 2h.")
    void timeout(String value) {
        budget.put("timeout", value);
    }

    boolean given() {
        return !budget.isEmpty();
    }

    /** The limits given, the others as in {@code defaults}. */
    Limits over(Limits defaults) {
        Limits limits = defaults;
        for (Map.Entry<String, String> entry : budget.entrySet()) {
            String value = entry.getValue();
            limits = switch (entry.getKey()) {
                case "turns" -> new Limits((int) number("turns", value, 1, 50), limits.tokens(), limits.micros(), limits.wallMs());
                case "tokens" -> new Limits(limits.turns(), number("tokens", value, 1, Long.MAX_VALUE), limits.micros(), limits.wallMs());
                case "micros" -> new Limits(limits.turns(), limits.tokens(), number("micros", value, 0, Long.MAX_VALUE), limits.wallMs());
                case "timeout" -> new Limits(limits.turns(), limits.tokens(), limits.micros(), time(value));
                default ->
                    throw Problem.usage(UsageErrors.BUDGET_KEY_UNKNOWN, "there is no budget \"" + Wordings.line(entry.getKey(), 80) + "\"."
                            + NearestNames.sentence(entry.getKey(), KEYS));
            };
        }
        return limits;
    }

    private static long number(String key, String value, long least, long most) {
        try {
            long number = Long.parseLong(value.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw Problem.usage(UsageErrors.BUDGET_INVALID, key + "=\"" + Wordings.line(value, 40) + "\": expected a whole number from " + least
                + (most == Long.MAX_VALUE ? " up" : " to " + most) + ".");
    }

    private static long time(String value) {
        try {
            long millis = ConfigurationReader.duration(value).toMillis();
            if (millis > 0) {
                return millis;
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw Problem.usage(UsageErrors.BUDGET_INVALID,
                "timeout=\"" + Wordings.line(value, 40) + "\": expected a time such as 90s, 30m or 2h.");
    }
}
