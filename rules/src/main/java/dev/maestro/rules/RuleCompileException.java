package dev.maestro.rules;

import dev.maestro.core.errors.MaestroException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Thrown when operators' rules do not compile; it holds name, line and reason of each error. */
public final class RuleCompileException extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    public RuleCompileException(List<RuleProblem> problems) {
        super(RuleErrors.RULES_DO_NOT_COMPILE, problems.stream().map(RuleProblem::toString).collect(Collectors.joining("; ")),
                Map.of("problems", problems.stream().map(RuleProblem::toString).toList()), null);
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<RuleProblem> problems() {
        return problems;
    }
}
