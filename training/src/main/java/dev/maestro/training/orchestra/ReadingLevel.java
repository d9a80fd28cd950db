package dev.maestro.training.orchestra;

/**
 * A level of the reading drills, which stand in for what a language model has learned before: to find the name whose
 * description matches.
 *
 * @param experts  offered, 2 to 5
 * @param skills   offered, 0 to 4
 * @param kind     what is to be matched
 * @param typos    chance of a typing error, and half of it for a further one
 * @param prompts  panels in a step, each with {@link ReadingDrills#QUESTIONS} questions
 * @param stopAt   smoothed probability of a right name at which the level ends
 * @param most     steps at which it ends in any case
 * @param rate     learning rate
 */
public record ReadingLevel(int experts, int skills, Kind kind, double typos, int prompts, double stopAt, int most, double rate) {
    /** What is to be matched with a description. */
    public enum Kind {
        /** A word of the description itself. */
        WORD,
        /** Or another word for the same. */
        SYNONYM,
        /** Or a piece of a question, laid out as in a trajectory. */
        FRAGMENT,
        /** Or pieces in any order, behind calls that mean nothing. */
        SALAD;

        boolean isLaidOut() {
            return this == FRAGMENT || this == SALAD;
        }
    }
}
