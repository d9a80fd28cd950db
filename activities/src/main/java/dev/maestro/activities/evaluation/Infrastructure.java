package dev.maestro.activities.evaluation;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.FailureTable;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a query that failed for want of something (a server, a worker, a key) from one that was asked and not answered. The first
 * says nothing about its sample: it is not scored, and it is asked again.
 */
final class Infrastructure {
    private static final Set<String> CODES = Stream.of(
            Arrays.stream(ExpertErrors.values()).filter(error -> isOne(Optional.of(error.kind()))),
            Arrays.stream(PolicyErrors.values()).filter(error -> isOne(error.kind())),
            Stream.of(QueryErrors.POLICY_NOT_HELD, QueryErrors.POLICY_OTHER_MODEL, QueryErrors.TIMED_OUT, QueryErrors.WORKFLOW_ENDED))
            .flatMap(errors -> errors).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private Infrastructure() {}

    private static boolean isOne(Optional<FailureKind> kind) {
        return kind.filter(FailureTable::isOfInfrastructure).isPresent();
    }

    /** Whether the query ended so that it says nothing about its sample. */
    static boolean failed(OutcomeRow outcome) {
        return outcome.status() == QueryStatus.FAILED && CODES.contains(outcome.reason());
    }
}
