package dev.maestro.orchestra.world;

import java.util.ArrayList;
import java.util.List;

/** The registry of one task: five experts and the four skills, with fresh names and descriptions, in random order. */
public record TaskPanel(List<SimulatedExpert> experts, List<SimulatedSkill> skills) {
    public static final int EXPERTS = 5;
    public static final int SKILLS = Operation.values().length;

    public TaskPanel {
        experts = List.copyOf(experts);
        skills = List.copyOf(skills);
    }

    static TaskPanel draw(SeededDraws draws, boolean heldOut) {
        List<String> names = NamePool.of(heldOut).draw(draws, EXPERTS + SKILLS);
        List<SimulatedExpert> experts = new ArrayList<>();
        for (String name : names.subList(0, EXPERTS)) {
            experts.add(SimulatedExpert.draw(draws, name, heldOut));
        }
        List<Operation> operations = draws.shuffled(List.of(Operation.values()));
        List<SimulatedSkill> skills = new ArrayList<>();
        for (int i = 0; i < SKILLS; i++) {
            Operation operation = operations.get(i);
            skills.add(new SimulatedSkill(names.get(EXPERTS + i), operation, draws.pick(operation.descriptions(heldOut))));
        }
        return new TaskPanel(experts, skills);
    }

    /** The first of each. */
    TaskPanel limited(int mostExperts, int mostSkills) {
        return new TaskPanel(experts.subList(0, Math.min(mostExperts, experts.size())),
                skills.subList(0, Math.min(mostSkills, skills.size())));
    }

    /** The slot of the skill that does it; -1 where a panel was limited and has none. */
    public int skillFor(Operation operation) {
        for (int i = 0; i < skills.size(); i++) {
            if (skills.get(i).operation() == operation) {
                return i;
            }
        }
        return -1;
    }

    /** The best that any of the experts is at the subject. */
    public Level best(Subject subject) {
        return experts.stream().map(expert -> expert.level(subject)).min(Level::compareTo).orElse(Level.NONE);
    }
}
