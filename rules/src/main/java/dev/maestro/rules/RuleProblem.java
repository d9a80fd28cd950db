package dev.maestro.rules;

/**
 * One error in an operator's rules.
 *
 * @param name   name of the rule source
 * @param line   its line, from 1; 0 where the compiler gives none
 * @param reason what is wrong and what would be right
 */
public record RuleProblem(String name, int line, String reason) {
    @Override
    public String toString() {
        return name + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
