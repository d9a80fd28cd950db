package dev.maestro.orchestra.world;

import dev.maestro.core.errors.MaestroException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How tasks are made, for curricula; {@link #STANDARD} is the benchmark. Each option changes what it says and no other draw.
 *
 * @param price         the same for all tasks; empty: drawn
 * @param twoStepShare  of tasks with two steps, 0 to 1
 * @param typoShare     of questions with typing errors, 0 to 1; empty: as the split has it
 * @param sureWhenWrong the probability that a wrong reply says that it is sure; 0: doubt can be relied on
 * @param experts       offered, 1 to 5
 * @param skills        offered, 0 to 4; with fewer than 4 a task may have no solution
 */
public record TaskOptions(Optional<PriceWeight> price, double twoStepShare, OptionalDouble typoShare, double sureWhenWrong, int experts,
        int skills) {
    public static final TaskOptions STANDARD = new TaskOptions(Optional.empty(), 0.25, OptionalDouble.empty(), 0.35, TaskPanel.EXPERTS,
            TaskPanel.SKILLS);

    /** @throws MaestroException {@code TASK_OPTIONS_INVALID} */
    public TaskOptions {
        share("two_step_share", twoStepShare);
        share("sure_when_wrong", sureWhenWrong);
        typoShare.ifPresent(share -> share("typo_share", share));
        if (experts < 1 || experts > TaskPanel.EXPERTS || skills < 0 || skills > TaskPanel.SKILLS) {
            throw new MaestroException(OrchestraErrors.TASK_OPTIONS_INVALID,
                    "experts " + experts + " and skills " + skills + "; experts are 1 to "
                            + TaskPanel.EXPERTS + ", skills 0 to " + TaskPanel.SKILLS + ".");
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new MaestroException(OrchestraErrors.TASK_OPTIONS_INVALID, name + " " + value + "; give 0 to 1.");
        }
    }

    public TaskOptions withPrice(PriceWeight weight) {
        return new TaskOptions(Optional.of(weight), twoStepShare, typoShare, sureWhenWrong, experts, skills);
    }

    public TaskOptions withTwoStepShare(double share) {
        return new TaskOptions(price, share, typoShare, sureWhenWrong, experts, skills);
    }

    public TaskOptions withTypoShare(double share) {
        return new TaskOptions(price, twoStepShare, OptionalDouble.of(share), sureWhenWrong, experts, skills);
    }

    public TaskOptions withSureWhenWrong(double probability) {
        return new TaskOptions(price, twoStepShare, typoShare, probability, experts, skills);
    }

    public TaskOptions offering(int mostExperts, int mostSkills) {
        return new TaskOptions(price, twoStepShare, typoShare, sureWhenWrong, mostExperts, mostSkills);
    }
}
