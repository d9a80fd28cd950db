package dev.maestro.orchestra.world;

import java.util.Optional;

/**
 * One task: a question with a panel of experts and skills. Only {@link #prompt()} is for a policy that learns; the rest is what it
 * must find out. Immutable.
 *
 * @param id            e.g. {@code 7/seen/12}: seed, split, index
 * @param subject       the kind of picture
 * @param operation     what is wanted
 * @param question      as the user put it, typing errors included
 * @param price         how much price counts
 * @param printed       the value that a right reading gives
 * @param truth         the right answer; {@code printed} but for what is computed
 * @param sureWhenWrong the probability that a wrong reply says that it is sure
 */
public record OrchestraTask(String id, OrchestraSplit split, TaskPanel panel, Subject subject, Operation operation, String question,
        PriceWeight price, String printed, String truth, double sureWhenWrong) {
    /** Of a reply by a skill that does not fit. */
    private static final double RIGHT_BY_CHANCE = 0.05;
    private static final double SURE_WHEN_RIGHT = 0.9;

    /** Everything a policy is told at first. */
    public String prompt() {
        StringBuilder prompt = new StringBuilder("Experts");
        panel.experts().forEach(expert -> prompt.append("\n- ").append(expert.name()).append(": ").append(expert.description()));
        prompt.append("\nSkills");
        panel.skills().forEach(skill -> prompt.append("\n- ").append(skill.name()).append(": ").append(skill.description()));
        return prompt.append('\n').append(price.wire()).append(" price\n").append(question).append('\n').toString();
    }

    /**
     * What an expert says, always the same to the same call: it depends on the task's id, the two names and the input,
     * wherever in the panel they stand.
     *
     * @param expert its slot
     * @param skill  its slot
     * @param input  a value to compute with; empty: the question itself
     */
    public SimulatedReply reply(int expert, int skill, Optional<String> input) {
        SimulatedExpert asked = panel.experts().get(expert);
        SimulatedSkill with = panel.skills().get(skill);
        String call = id + "/" + asked.name() + "/" + with.name() + "/" + input.orElse("it");
        String wanted = operation.isTwoStep() && with.operation() == Operation.READ ? printed : truth;
        boolean knows = SeededDraws.unit(call, "right") < rightness(asked, with.operation(), input);
        String guess = OrchestraWorld.VALUES.get((int) (SeededDraws.unit(call, "value") * OrchestraWorld.VALUES.size()));
        String value = knows ? wanted : guess;
        boolean right = value.equals(wanted);
        boolean sure = SeededDraws.unit(call, "sure") < (right ? SURE_WHEN_RIGHT : sureWhenWrong);
        return new SimulatedReply(value, sure, right);
    }

    private double rightness(SimulatedExpert asked, Operation done, Optional<String> input) {
        if (!operation.isTwoStep()) {
            return done == operation ? asked.level(subject).right() : RIGHT_BY_CHANCE;
        }
        return switch (done) {
            case READ -> asked.level(subject).right();
            case COMPUTE -> input.filter(printed::equals).isPresent() ? asked.level(Subject.ARITHMETIC).right() : 0;
            case COUNT, LOCATE -> 0;
        };
    }

    /** What a call of the expert in the slot costs. */
    public double cost(int expert) {
        return panel.experts().get(expert).price().cost();
    }

    /** Whether nobody in the panel is better at the kind of picture. */
    public boolean isBestExpert(int expert) {
        return panel.experts().get(expert).level(subject) == panel.best(subject);
    }
}
