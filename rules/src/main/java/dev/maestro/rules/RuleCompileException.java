package dev.maestro.rules;

import java.util.List;
import java.util.stream.Collectors;

/** Operators' rules that do not compile: name, line and reason of each error. */
public final class RuleCompileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    public RuleCompileException(List<RuleProblem> problems) {
        super("RULES_DO_NOT_COMPILE: " + problems.stream().map(RuleProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<RuleProblem> problems() {
        return problems;
    }
}
