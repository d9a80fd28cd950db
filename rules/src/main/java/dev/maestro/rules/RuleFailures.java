package dev.maestro.rules;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RuleSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kie.api.runtime.rule.ConsequenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, for each revision, how often operators' rules threw or were cut off, and tells when it was too often. Thread-safe. */
final class RuleFailures {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFailures.class);

    /** One slow call may be the machine's fault. */
    private static final int SLOW_ENDURED = 3;
    private static final Pattern NAMED = Pattern.compile("[Rr]ule \"([^\"]+)\"");
    private static final int MAX_CAUSES = 20;

    private final Consumer<RuleFault> told;
    private final Map<Long, Integer> failed = new ConcurrentHashMap<>();
    private final Set<Long> given = ConcurrentHashMap.newKeySet();

    RuleFailures(Consumer<RuleFault> told) {
        this.told = told;
    }

    /** @param failure what a judgement threw */
    void failed(RegistrySnapshot snapshot, List<String> fired, Throwable failure) {
        int times = failed.merge(snapshot.revision(), 1, Integer::sum);
        List<RuleSource> sources = snapshot.content().ruleSources().stream().filter(RuleSource::enabled).toList();
        boolean slow = stopped(failure);
        LOG.error("event=rule_failed revision={} rules={} times={} slow={}", snapshot.revision(),
                fired.stream().distinct().toList(), times, slow, failure);
        if (sources.isEmpty() || slow && times < SLOW_ENDURED) {
            return;
        }
        Optional<String> rule = ruleOf(failure, fired);
        Optional<String> source = rule.flatMap(r -> OperatorRules.sourceOf(sources, r));
        if (rule.isPresent() && source.isEmpty() && !slow) {
            // One of ours: another revision would have it, too.
            return;
        }
        if (given.add(snapshot.revision())) {
            told.accept(new RuleFault(snapshot.revision(), rule.orElse(""),
                    source.map(List::of).orElseGet(() -> sources.stream().map(RuleSource::name).toList()), reason(failure), times));
        }
    }

    static boolean stopped(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof RuleStopped) {
                return true;
            }
        }
        return false;
    }

    /** The rule that the engine says it was, or that fired last without end. */
    static Optional<String> ruleOf(Throwable failure, List<String> fired) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof ConsequenceException consequence && consequence.getRule() != null) {
                return Optional.of(consequence.getRule().getName());
            }
            Matcher named = NAMED.matcher(String.valueOf(cause.getMessage()));
            if (named.find()) {
                return Optional.of(named.group(1));
            }
        }
        return stopped(failure) && !fired.isEmpty() ? Optional.of(fired.getLast()) : Optional.empty();
    }

    /** The innermost cause, in one line. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause.getCause() != null && i < MAX_CAUSES; i++) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause instanceof RuleStopped ? message : cause.getClass().getSimpleName() + ": " + message;
    }
}
