package dev.maestro.rules;

import dev.maestro.core.errors.ErrorCode;

/** Codes of rules that cannot judge; an operator must act. */
public enum RuleErrors implements ErrorCode {
    RULES_DO_NOT_COMPILE(
            "An operator's rules do not compile, or do more than match facts and insert verdicts, so their revision never serves. Correct the "
                    + "source and the line that the message names."),
    RULES_FAILED(
            "A rule threw, worked too long or fired without end while it judged a call, so the call is not permitted. Its revision serves no "
                    + "new queries: correct the rule that the log names."),
    DISPATCH_AMBIGUOUS("The rules dispatched a call to no leaf or to several. Correct the rules so that they choose one.");

    private final String meaning;

    RuleErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
